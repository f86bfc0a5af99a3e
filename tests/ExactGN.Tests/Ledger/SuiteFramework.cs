using ExactGN.Progress;
using Xunit.Abstractions;

namespace ExactGN.Tests;

/// <summary>The framework of this suite: says how far a run is, and what it means that a law has failed.</summary>
/// <param name="diagnostics">xunit's channel of messages for people.</param>
public sealed class SuiteFramework(IMessageSink diagnostics) : ProgressFramework(diagnostics)
{
    /// <inheritdoc/>
    protected override IMessageSink Before(IMessageSink runner) => new FailedLaws(runner);
}
