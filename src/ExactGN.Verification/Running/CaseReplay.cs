using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace ExactGN.Verification.Running;

/// <summary>Where FsCheck's draws begin: (seed,gamma) of a run, or (seed,gamma,size) of one of its cases.</summary>
/// <param name="Seed">The first number.</param>
/// <param name="Gamma">The second, odd.</param>
/// <param name="Size">The size of the one case; null for a run.</param>
internal sealed record CaseReplay(ulong Seed, ulong Gamma, int? Size = null)
{
    /// <summary>As FsCheck takes it.</summary>
    internal Replay ForFsCheck => new(new Rnd(Seed, Gamma), Size);

    /// <summary>A run that a text fixes.</summary>
    /// <param name="text">Any text.</param>
    internal static CaseReplay Fixed(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new(BitConverter.ToUInt64(hash, 0) >> 1, (BitConverter.ToUInt64(hash, 8) >> 1) | 1);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">Such as (1,3) or (1,3,50).</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static CaseReplay Parse(string text)
    {
        var numbers = text.StartsWith('(') && text.EndsWith(')') ? text[1..^1].Split(',') : [];
        if (numbers.Length is 2 or 3 && numbers.All(number => ulong.TryParse(number, NumberStyles.None,
            CultureInfo.InvariantCulture, out _)))
        {
            var parsed = numbers.Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            if (parsed.Length == 2 || parsed[2] <= int.MaxValue)
            {
                return new(parsed[0], parsed[1], parsed.Length == 3 ? (int)parsed[2] : null);
            }
        }

        throw new ArgumentException(
            $"A replay must be (seed,gamma) of a run or (seed,gamma,size) of a case, got '{Quoted.Short(text)}'.");
    }

    /// <summary>The replay of any case of this run; FsCheck tells it only of a case that fails, so an empty property
    /// is walked that fails in just that case.</summary>
    /// <param name="place">The case's place in the run, from 1, discarded cases counted too.</param>
    /// <param name="cases">How many cases the run was to take: the size grows with their share.</param>
    internal CaseReplay Of(int place, int cases)
    {
        if (Size is not null)
        {
            return this;
        }

        var (walked, end) = (0, new LastCase());
        Check.One(
            Config.Quick.WithMaxTest(cases).WithMaxRejected(int.MaxValue).WithReplay(ForFsCheck).WithRunner(end),
            Prop.ForAll(Arb.From(Gen.Constant(0)), _ =>
                ++walked < place ? Prop.When(true, condition: false) : false.ToProperty()));
        return end.Replay!;
    }

    /// <inheritdoc/>
    public override string ToString() => Size is { } size
        ? string.Create(CultureInfo.InvariantCulture, $"({Seed},{Gamma},{size})")
        : string.Create(CultureInfo.InvariantCulture, $"({Seed},{Gamma})");

    private sealed class LastCase : IRunner
    {
        internal CaseReplay? Replay { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(
            int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult testResult)
        {
            if (testResult is TestResult.Failed { Item6: var seed, Item7: var size })
            {
                Replay = new(seed.Seed, seed.Gamma, size);
            }
        }
    }
}
