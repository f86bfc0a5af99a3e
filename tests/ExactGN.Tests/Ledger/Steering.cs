using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ExactGN.Tests;

/// <summary>What EXACTGN_CASES, EXACTGN_SEED, EXACTGN_REPLAY and EXACTGN_DEVICE ask of a run.</summary>
public static class Steering
{
    /// <summary>Cases per property, 100 unless EXACTGN_CASES says otherwise.</summary>
    public static int Cases { get; } = Environment.GetEnvironmentVariable("EXACTGN_CASES") is { Length: > 0 } text
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cases) && cases > 0
            ? cases
            : throw new ArgumentException($"EXACTGN_CASES must be a positive whole number, got '{text}'.")
        : 100;

    /// <summary>The device of every tensor that recipes build. EXACTGN_DEVICE=cuda without a GPU fails;
    /// it never skips.</summary>
    public static Device Device => field ??= DeviceOf(
        Environment.GetEnvironmentVariable("EXACTGN_DEVICE"),
        () => LibTorchLoader.External is not { HasCuda: false } && cuda.is_available());

    /// <summary>The device of that name, or a sentence why not.</summary>
    /// <param name="name">EXACTGN_DEVICE.</param>
    /// <param name="available">Whether there is a CUDA device; asked for "cuda" alone, as libtorch
    /// must be loaded to tell.</param>
    internal static Device DeviceOf(string? name, Func<bool> available) => name switch
    {
        null or "" or "cpu" => CPU,
        "cuda" => available()
            ? CUDA
            : throw new InvalidOperationException(
                "EXACTGN_DEVICE=cuda needs a CUDA device and a libtorch for CUDA (-p:TorchBackend=cuda, "
                + "or EXACTGN_LIBTORCH); none was found."),
        var other => throw new ArgumentException($"EXACTGN_DEVICE must be cpu or cuda, got '{other}'."),
    };

    /// <summary>The replay of a property: EXACTGN_REPLAY if given, one drawn for this run if EXACTGN_SEED=random,
    /// else one fixed by the property's name.</summary>
    public static string Replay(string property)
    {
        if (Environment.GetEnvironmentVariable("EXACTGN_REPLAY") is { Length: > 0 } replay)
        {
            return replay;
        }

        return Environment.GetEnvironmentVariable("EXACTGN_SEED") == "random"
            ? Drawn.GetOrAdd(property, Draw)
            : FixedReplay(property);
    }

    private static readonly ConcurrentDictionary<string, string> Drawn = new();

    // Drawn here and not by FsCheck, so that the evidence of a random run can be replayed too.
    private static string Draw(string property)
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return Text(BitConverter.ToUInt64(bits), BitConverter.ToUInt64(bits[8..]));
    }

    private static string Text(ulong seed, ulong gamma) =>
        string.Create(CultureInfo.InvariantCulture, $"({seed >> 1},{gamma >> 1 | 1})");

    /// <summary>Whether EXACTGN_REPLAY asks for a single case, (seed,gamma,size), rather than for a run
    /// that starts from it.</summary>
    public static bool ReplaysOneCase { get; }
        = Environment.GetEnvironmentVariable("EXACTGN_REPLAY")?.Count(c => c == ',') == 2;

    /// <summary>Two numbers from the name's hash; the second, FsCheck's gamma, is odd.</summary>
    public static string FixedReplay(string property)
    {
        var (seed, gamma) = FixedSeed(property);
        return string.Create(CultureInfo.InvariantCulture, $"({seed},{gamma})");
    }

    public static (ulong Seed, ulong Gamma) FixedSeed(string property)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(property));
        return (BitConverter.ToUInt64(hash, 0) >> 1, BitConverter.ToUInt64(hash, 8) >> 1 | 1);
    }
}
