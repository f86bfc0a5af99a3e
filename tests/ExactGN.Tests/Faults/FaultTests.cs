using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>Runs each fault against the properties of its claims and demands rejection within the normal number of cases.</summary>
public sealed class FaultTests
{
    // What earlier runs showed of faults that are still planted stays until it is judged again, so a filtered run forgets nothing.
    private static readonly SortedDictionary<string, object> Killed = new(
        Evidence.Rejections()
            .Where(entry => FaultCatalogue.All.Any(fault => fault.Name == entry.Fault && fault.Claims.Contains(entry.Claim)))
            .ToDictionary(entry => Key(entry.Fault, entry.Claim), object (entry) => new { fault = entry.Fault, claim = entry.Claim, by = entry.By }),
        StringComparer.Ordinal);

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var fault in FaultCatalogue.All)
            {
                foreach (var claim in fault.Claims)
                {
                    pairs.Add(fault.Name, claim);
                }
            }

            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void A_planted_fault_is_rejected(string fault, string claim)
    {
        var planted = FaultCatalogue.All.Single(entry => entry.Name == fault && entry.Claims.Contains(claim));
        var properties = Ledger.Properties.Where(pair => pair.Claim == claim && Accepts(pair.Method, planted.Subject)).Select(pair => pair.Method).ToArray();
        Assert.True(properties.Length > 0, $"No property of {claim} takes a {planted.Subject.GetType().Name}.");

        var rejection = properties.Select(method => Rejection(method, planted.Subject)).FirstOrDefault(found => found is not null);

        lock (Killed)
        {
            Killed.Remove(Key(fault, claim));
            if (rejection is not null)
            {
                Killed[Key(fault, claim)] = new { fault, claim, by = rejection };
            }

            Evidence.Write("faults", Killed.Values);
        }

        Assert.True(rejection is not null, $"'{fault}' passed {claim} in the normal number of cases.");
    }

    private static string Key(string fault, string claim) => $"{fault} × {claim}";

    private static bool Accepts(MethodInfo method, object subject) => method.GetParameters().Any(parameter => parameter.ParameterType.IsInstanceOfType(subject));

    /// <summary>The first case in which the property rejects the subject, or null.</summary>
    private static string? Rejection(MethodInfo method, object subject)
    {
        var (seed, gamma) = Steering.FixedSeed(method.Name);
        var verdict = new FirstFailure();
        Exception? broken = null;
        var arguments = method.GetParameters()
            .Select(parameter => parameter.ParameterType.IsInstanceOfType(subject) ? Gen.Constant(subject) : Arbitraries.GeneratorOf(parameter.ParameterType))
            .ToArray();
        var target = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!);
        Evidence.Suspend(() => Check.One(
            Config.Quick.WithMaxTest(Ledger.CasesOf(method.Name)).WithReplay(new Replay(new Rnd(seed, gamma), null)).WithRunner(verdict),
            Prop.ForAll(Arb.From(Gen.CollectToArray(arguments, generator => generator)), values => Invoke(method, target, values, ref broken))));
        (target as IDisposable)?.Dispose();
        if (broken is not null)
        {
            throw new InvalidOperationException($"{method.Name} threw while judging a fault.", broken);
        }

        return verdict.Case is { } found ? $"{method.Name}: {found}" : null;
    }

    // A named numerical error rejects a fault as a false verdict does; any other exception is a broken test.
    private static Property Invoke(MethodInfo method, object? target, object?[] arguments, ref Exception? broken)
    {
        try
        {
            return (Property)method.Invoke(target, arguments)!;
        }
        catch (TargetInvocationException error) when (error.InnerException is NumericalException)
        {
            return false.Label(error.InnerException.Message);
        }
        catch (TargetInvocationException error)
        {
            broken = error.InnerException;
            throw;
        }
    }

    private sealed class FirstFailure : IRunner
    {
        public string? Case { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<int, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult testResult)
        {
            switch (testResult)
            {
                case TestResult.Failed failed:
                    Case = $"case {failed.Item1.NumberOfTests}: {string.Join(", ", ((object?[])failed.Item2[0]).Select(argument => argument?.ToString()))}";
                    break;
                case TestResult.Exhausted:
                    throw new InvalidOperationException("A property discarded nearly every case while judging a fault.");
            }
        }
    }
}
