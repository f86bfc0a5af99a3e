using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ExactGN.Cli.Commands.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Found">What was found.</param>
internal sealed record Finding(string Subject, string Found);

/// <summary>All findings, and one sentence per problem.</summary>
/// <param name="Usable">Whether the program can work here.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Problems">What is wrong and what helps; empty when all is well.</param>
internal sealed record Diagnosis(bool Usable, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Problems)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Looks at everything; never throws, whatever is missing.</summary>
    internal static Diagnosis Make()
    {
        var native = NativeEnvironment.Probe();
        List<Finding> findings =
        [
            new(".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            new("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            new("libstdc++", StandardLibrary(native)),
            .. native.Files.Select(file => new Finding(
                file.Name,
                file.Path
                    ?? (file.Name.Contains("cuda", StringComparison.Ordinal)
                        ? "absent, as in every libtorch for the CPU"
                        : "not found"))),
            new("Loading", native.Loading switch
            {
                NativeLoading.Direct => "as installed",
                NativeLoading.WeakVersion =>
                    "through a temporary copy in which the missing libstdc++ version is optional; nothing uses it",
                _ when native.Refusal is not null => "refused, see below; nothing of it is loaded",
                _ => $"failed: {native.Failure}",
            }),
            new("libtorch", native.LibTorchVersion ?? "not loaded"),
            .. External(native.External),
            new("Processor", ProcessorFindings.Describe()),
            new("GPU", GpuFindings.Describe()),
        ];
        List<string> problems = [.. native.Advice];
        var works = native.Loading != NativeLoading.Failed && LibTorchFindings.Collect(findings, problems);
        if (!works && problems.Count == 0)
        {
            problems.Add($"libtorch was found but does not work: {LibTorchFindings.Remedy}.");
        }

        return new(works, findings, problems);
    }

    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    internal string ToText()
    {
        var text = new StringBuilder();
        var width = Findings.Max(finding => finding.Subject.Length);
        foreach (var finding in Findings)
        {
            text.Append(finding.Subject.PadRight(width + 2))
                .AppendLine(finding.Found.ReplaceLineEndings(Environment.NewLine + new string(' ', width + 2)));
        }

        text.AppendLine();
        foreach (var problem in Problems)
        {
            text.Append("Problem: ").AppendLine(problem);
        }

        return text.Append(Usable ? "Ready." : "Not usable on this machine yet.").ToString();
    }

    private static IEnumerable<Finding> External(ExternalLibTorch? own)
    {
        if (own is null)
        {
            yield break;
        }

        yield return new("Folder", $"{own.Folder} ({ExternalLibTorch.Variable})");
        if (own.MissingSymbols.Count > 0)
        {
            yield return new(
                "Missing",
                $"{own.MissingSymbols.Count} functions of TorchSharp; to call one ends the program:\n"
                + $"{string.Join('\n', own.MissingSymbols)}");
        }
    }

    private static string StandardLibrary(NativeEnvironment native)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "not used on this system";
        }

        var offered = native.OfferedVersion is { } version
            ? $"offers GLIBCXX up to {version}"
            : "offers an unknown GLIBCXX version";
        var named = native.NamedVersion is { } needed ? $"; TorchSharp names {needed}" : "";
        return $"{native.StandardLibrary ?? "not loaded"}, {offered}{named}";
    }
}
