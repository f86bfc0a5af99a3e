using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace ExactGN.Native;

/// <summary>
/// Tries a libtorch of another version in a process of its own, with a linear system in float64 and one in float32:
/// names that fit do not prove that layouts do, and what is wrong ends the process.
/// </summary>
/// <remarks>
/// The process is this program again, with <see cref="StartupHook"/>: it solves, and ends before the program's own code
/// begins.
/// </remarks>
internal static class LibTorchTrial
{
    private const int Failed = 3;

    // What the trial's process says when both solutions were right, and what keeps a trial from starting another.
    private const string Right = "exactgn: the trial was right";
    private const string Marker = "EXACTGN_LIBTORCH_TRIAL";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Makes the process and waits for it.</summary>
    /// <returns>Why the trial failed, as the end of a sentence; null when both solutions were right.</returns>
    public static string? Make()
    {
        if (Environment.GetEnvironmentVariable(Marker) is not null)
        {
            return "started this program in place of the trial";
        }

        try
        {
            using var process = Process.Start(Again())!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return $"was not done after {Patience.TotalSeconds} s";
            }

            return process.ExitCode switch
            {
                0 when output.Result.Contains(Right, StringComparison.Ordinal) => null,
                0 => "ended before it had solved anything",
                Failed => error.Result.Split('\n', 2)[0].Trim(),
                var code => string.Create(CultureInfo.InvariantCulture, $"ended its process with code {code}"),
            };
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"could not be started: {error.Message}";
        }
    }

    /// <summary>The trial itself: ends this process, with code 0 where both solutions are right.</summary>
    [UnsupportedOSPlatform("windows")]
    public static void Run()
    {
        string? wrong;
        try
        {
            LibTorchLoader.RegisterForTrial();
            wrong = Solve();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            wrong = $"failed: {error.Message.Split('\n')[0].Trim()}";
        }

        if (wrong is null)
        {
            Console.Out.WriteLine(Right);
        }
        else
        {
            Console.Error.WriteLine(wrong);
        }

        Environment.Exit(wrong is null ? 0 : Failed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Solve()
    {
        foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            if (KnownLinearSystem.Ratio(type, CPU) is var ratio && !(ratio < KnownLinearSystem.Threshold))
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"was wrong in {type}: error/(scale·n·κ·eps) is {ratio:g3}");
            }
        }

        return null;
    }

    private static ProcessStartInfo Again()
    {
        var program = Environment.ProcessPath
            ?? throw new InvalidOperationException("this program has no file of its own");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A program of its own starts by itself; 'dotnet' wants the assembly, and what it was told about it.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            var dependencies = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', 2)[0];
            var runtime = dependencies.Replace(".deps.json", ".runtimeconfig.json", StringComparison.Ordinal);
            foreach (var argument in (string[])["exec", "--depsfile", dependencies, "--runtimeconfig", runtime,
                Environment.GetCommandLineArgs()[0]])
            {
                start.ArgumentList.Add(argument);
            }
        }

        // A single file has no assembly that could be started before it.
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(LibTorchTrial).Assembly.Location is { Length: > 0 } hook
            ? hook : throw new InvalidOperationException("this program is one file");
        start.Environment[Marker] = "1";
        return start;
    }
}
