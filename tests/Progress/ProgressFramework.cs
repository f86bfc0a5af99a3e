using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.Progress;

/// <summary>
/// xunit's framework, which says every ten seconds how many tests have run and which one is running, where a plain
/// <c>dotnet test</c> is silent until a project ends, and which ends a run that hangs.
/// </summary>
/// <param name="diagnostics">xunit's channel of messages for people.</param>
public class ProgressFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <summary>Where messages go before the runner has them; to the runner unless a suite has more to say.</summary>
    /// <param name="runner">The runner.</param>
    protected virtual IMessageSink Before(IMessageSink runner) => runner;

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink, Before);

    private sealed class Executor(
        AssemblyName assembly,
        ISourceInformationProvider sources,
        IMessageSink diagnostics,
        Func<IMessageSink, IMessageSink> before)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions)
        {
            IXunitTestCase[] cases = [.. testCases];
            var rules = new ProgressRules(line => DiagnosticMessageSink.OnMessage(new DiagnosticMessage(line)));
            using var progress = new ProgressSink(before(executionMessageSink), cases.Length, rules);
            using var runner = new XunitTestAssemblyRunner(
                TestAssembly, cases, DiagnosticMessageSink, progress, executionOptions);
            await runner.RunAsync();
        }
    }
}
