using System.Reflection;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace ExactGN.Tests;

/// <summary>Runs a property, or a law of the kit, against a planted fault instead of the
/// right implementation.</summary>
public static class FaultJudge
{
    /// <summary>The first case, of so many, in which some property or law of a claim rejects a fault planted for it;
    /// null when none does.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="subject">The fault's stand-in.</param>
    /// <exception cref="ArgumentException">Nothing that judges the claim takes such a stand-in.</exception>
    public static string? Rejection(string claim, object subject)
    {
        var properties = Ledger.Properties
            .Where(pair => pair.Claim == claim && Accepts(pair.Method, subject))
            .Select(pair => pair.Method)
            .ToArray();
        var law = LawOf(claim, subject);
        return properties.Length == 0 && law is null
            ? throw new ArgumentException(
                $"{Ledger.Words(claim)}: no property and no law takes a {subject.GetType().Name}.")
            : properties.Select(method => Rejection(method, subject, Ledger.CasesOf(method.Name)))
                .Concat(law is null ? [] : [Rejection(law, subject, Steering.Cases)])
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>The law of that claim, where the stand-in is a subject, or has one, that offers what the law
    /// needs.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="subject">The fault's stand-in.</param>
    public static Law? LawOf(string claim, object subject) => SubjectOf(subject) is { } held
        ? LawBook.For(held.Description)
            .FirstOrDefault(law => law.Id == claim && Ledger.Laws.Any(pair => pair.Law == law))
        : null;

    /// <summary>The first case, of so many, in which the law rejects the subject; null when it rejects none.</summary>
    /// <param name="law">The law.</param>
    /// <param name="subject">The fault's stand-in.</param>
    /// <param name="cases">How many cases.</param>
    /// <param name="planted">Whether the fault was planted for the law. If not, a lack of cases is nobody's
    /// mistake.</param>
    public static string? Rejection(Law law, object subject, int cases, bool planted = true)
    {
        var outcome = Judging.Of(SubjectOf(subject)!, [law], new() { Cases = cases, Shrinks = false }).Single();
        return outcome.Standing switch
        {
            LawStanding.Rejected =>
                $"{law.Id}: case {outcome.Cases} ({outcome.Reason}): "
                + $"{Counterexample.TextOf(outcome.WorstRecipe!.Value)}",
            LawStanding.Holds => null,
            _ => planted ? throw new InvalidOperationException($"{outcome} while judging a fault.") : null,
        };
    }

    private static Subject? SubjectOf(object subject) => (subject as IHeldToLaws)?.Subject ?? subject as Subject;

    /// <summary>Whether a property takes such a subject.</summary>
    public static bool Accepts(MethodInfo method, object subject) =>
        method.GetParameters().Any(parameter => parameter.ParameterType.IsInstanceOfType(subject));

    /// <summary>The first case, of so many, in which the property rejects the subject;
    /// null when it rejects none.</summary>
    /// <param name="method">The property.</param>
    /// <param name="subject">The fault's stand-in.</param>
    /// <param name="cases">How many cases.</param>
    /// <param name="planted">
    /// Whether the fault was planted for the property. If not, it is judged in float64 only, since a matmul of two
    /// dtypes in a stand-in would end the process, and neither an exception nor a lack of cases is anyone's mistake.
    /// </param>
    public static string? Rejection(MethodInfo method, object subject, int cases, bool planted = true)
    {
        var (seed, gamma) = Steering.FixedSeed(method.Name);
        var verdict = new FirstFailure();
        Exception? broken = null;
        var arguments = method.GetParameters()
            .Select(parameter => parameter.ParameterType.IsInstanceOfType(subject) ? Gen.Constant(subject)
                : !planted && parameter.ParameterType == typeof(Precision) ? Gen.Constant((object)Precision.Double)
                : Arbitraries.GeneratorOf(parameter.ParameterType))
            .ToArray();
        var target = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!);
        Evidence.Suspend(() => Check.One(
            Config.Quick.WithMaxTest(cases).WithReplay(new Replay(new Rnd(seed, gamma), null)).WithRunner(verdict),
            Prop.ForAll(
                Arb.From(Gen.CollectToArray(arguments, generator => generator)),
                values => Invoke(method, target, values, ref broken))));
        (target as IDisposable)?.Dispose();
        if (!planted && (broken is not null || verdict.Exhausted))
        {
            return null;
        }

        if (broken is not null)
        {
            throw new InvalidOperationException($"{method.Name} threw while judging a fault.", broken);
        }

        if (verdict.Exhausted)
        {
            throw new InvalidOperationException($"{method.Name} discarded nearly every case while judging a fault.");
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

        public bool Exhausted { get; private set; }

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
            switch (testResult)
            {
                case TestResult.Failed failed:
                    Case = $"case {failed.Item1.NumberOfTests} ({string.Join(", ", failed.Item1.Labels)}): "
                        + $"{string.Join(", ", ((object?[])failed.Item2[0]).Select(argument => argument?.ToString()))}";
                    break;
                case TestResult.Exhausted:
                    Exhausted = true;
                    break;
            }
        }
    }
}
