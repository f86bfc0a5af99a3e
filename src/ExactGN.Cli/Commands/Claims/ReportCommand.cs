using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Claims;

/// <summary><c>exactgn report</c>: the claims and their evidence as one offline page.</summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "The file to write.",
            DefaultValueFactory = _ => "report.html",
        };
        var evidence = ClaimsCommand.EvidenceOption();
        var coverage = new Option<string?>("--coverage")
        {
            Description =
                "ReportGenerator's Summary.json or a Cobertura file; by default what artifacts/ of the checkout holds.",
        };
        NamedPath.Require(output, "a file");
        NamedPath.Require(coverage, "a file");
        var command = new Command("report", "Write the claims, what the last test run showed of them, "
            + "and its coverage as one offline page.") { output, evidence, coverage };
        command.SetAction(
            parsed => Run(parsed.GetRequiredValue(output), parsed.GetValue(evidence), parsed.GetValue(coverage)));
        return command;
    }

    // Not inlined, so that asking for help loads nothing of the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string output, string? evidence, string? coverage)
    {
        var standings = ClaimsCommand.Load(evidence);
        var page = LedgerReport.Page(
            standings,
            coverage is null ? CoverageSummary.Find(EvidencePath.Artifacts()) : CoverageSummary.Read(coverage));
        OutputFile.Write(output, page);
        Console.Out.WriteLine($"Report: {output}");
        return 0;
    }
}
