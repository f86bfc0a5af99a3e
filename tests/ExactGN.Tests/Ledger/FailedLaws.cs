using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.Tests;

/// <summary>Hands messages on. That of a law which failed first says which and how to run it again, and its evidence
/// says that it failed.</summary>
/// <param name="runner">Who is to have the messages.</param>
internal sealed class FailedLaws(IMessageSink runner) : LongLivedMarshalByRefObject, IMessageSink
{
    public bool OnMessage(IMessageSinkMessage message) =>
        runner.OnMessage(message is ITestFailed failed && Law(failed) is { } law ? Told(failed, law) : message);

    private static ClaimAttribute? Law(ITestFailed failed) =>
        failed.TestMethod.Method is IReflectionMethodInfo method
            ? method.MethodInfo.GetCustomAttribute<ClaimAttribute>()
            : null;

    private static TestFailed Told(ITestFailed failed, ClaimAttribute law)
    {
        var failure = LawFailure.Of(law.Id, law.Property, failed.Messages, failed.ExceptionTypes, failed.StackTraces);
        if (failure.IsOfTheLaw)
        {
            Evidence.RecordFailure(law.Property, failure);
        }

        // xunit writes no exception's name before a message of its own kind.
        return new(
            failed.Test, failed.ExecutionTime, failed.Output, [typeof(XunitException).FullName], [failure.Text],
            [failure.Trace], [-1]);
    }
}
