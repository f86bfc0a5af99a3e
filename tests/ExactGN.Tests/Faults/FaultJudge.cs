using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>Runs a property against a planted fault instead of the right implementation.</summary>
public static class FaultJudge
{
    /// <summary>Whether a property takes such a subject.</summary>
    public static bool Accepts(MethodInfo method, object subject) => method.GetParameters().Any(parameter => parameter.ParameterType.IsInstanceOfType(subject));

    /// <summary>The first case, of so many, in which the property rejects the subject; null when it rejects none.</summary>
    /// <param name="method">The property.</param>
    /// <param name="subject">The fault's stand-in.</param>
    /// <param name="cases">How many cases.</param>
    /// <param name="planted">
    /// Whether the fault was planted for the property. If not, it is judged in float64 only, since a matmul of two dtypes in a stand-in would end the process, and
    /// neither an exception nor a lack of cases is anyone's mistake.
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
            Prop.ForAll(Arb.From(Gen.CollectToArray(arguments, generator => generator)), values => Invoke(method, target, values, ref broken))));
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
                    Case = $"case {failed.Item1.NumberOfTests} ({string.Join(", ", failed.Item1.Labels)}): {string.Join(", ", ((object?[])failed.Item2[0]).Select(argument => argument?.ToString()))}";
                    break;
                case TestResult.Exhausted:
                    Exhausted = true;
                    break;
            }
        }
    }
}
