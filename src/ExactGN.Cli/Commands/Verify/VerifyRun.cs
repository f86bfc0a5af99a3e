using System.Diagnostics;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>Judges one subject and tells what became of every law.</summary>
internal static class VerifyRun
{
    /// <summary>Every offered law holds, or is known not to.</summary>
    private const int Kept = 0;

    /// <summary>A law is rejected, refused or exhausted.</summary>
    private const int Broken = 1;

    /// <summary>Nothing could be judged.</summary>
    private const int Unjudged = 2;

    // A counterexample holds a few requests, and the protocol bounds each.
    private const int MostReplayed = 1 << 26;

    internal static int Of(VerifyRequest request)
    {
        var known = request.Known is { } file ? KnownDeviations.Read(file) : KnownDeviations.None;
        var laws = LawBook.Named(request.Claims);
        foreach (var output in new[] { request.JUnit, request.Page }.OfType<string>())
        {
            OutputFile.RequireWritable(output);
        }

        OutputFile.RequireFolder(request.Output);
        try
        {
            using var subject = Opened(request);
            return request.Replay is { } replay ? Replayed(request, subject, replay)
                : Judged(request, subject, laws, known);
        }
        catch (SubjectException error)
        {
            return PlainErrors.Refuse(request.Command.Count == 0 ? error.Message
                : $"the adapter '{request.Command[0]}' cannot be judged: {error.Message}", Unjudged);
        }
        catch (NotSupportedException error)
        {
            return PlainErrors.Refuse(error.Message, Unjudged);
        }
    }

    private static Subject Opened(VerifyRequest request)
    {
        if (request.Command.Count > 0)
        {
            return new ProcessSubject(request.Command,
                new() { Timeout = TimeSpan.FromSeconds(request.Timeout), Memory = (long)request.Memory << 20 });
        }

        // The matrices are small: a second thread waits more than it computes.
        torch.set_num_threads(1);
        return LibrarySubject.On(torch.device(ComputeDevice.Resolve(request.Device)));
    }

    private static int Judged(VerifyRequest request, Subject subject, IReadOnlyList<Law> laws, KnownDeviations known)
    {
        var clock = Stopwatch.StartNew();
        if (!request.Json)
        {
            VerifyText.Begin(request, subject.Description);
        }

        List<VerifiedLaw> verified = [];
        foreach (var outcome in Judging.Of(subject, laws, new() { Cases = request.Cases, Seed = request.Seed },
            known.Ids))
        {
            var law = new VerifiedLaw(
                outcome, Saved(request, subject, outcome), request, known.ReasonOf(outcome.Law.Id));
            verified.Add(law);
            if (!request.Json)
            {
                VerifyText.Tell(law);
            }
        }

        var report = new VerifyReport(subject.Description.Name, request, verified, clock.Elapsed);
        WriteFiles(report);
        if (request.Json)
        {
            Console.Out.WriteLine(VerifyJson.Of(report));
        }
        else
        {
            VerifyText.End(report);
        }

        return report.Offered == 0
            ? PlainErrors.Refuse("no law applies: the subject offers no operation that these laws need.", Unjudged)
            : report.IsKept ? Kept
            : Broken;
    }

    private static int Replayed(VerifyRequest request, Subject subject, string file)
    {
        var outcome = Judging.Replay(subject, BoundedText.Named(file, "--replay", MostReplayed));
        var law = new VerifiedLaw(outcome, outcome.Counterexample is null ? null : file, request, Known: null);
        var report = new VerifyReport(subject.Description.Name, request, [law], outcome.Time);
        WriteFiles(report);
        if (outcome.Standing == LawStanding.NotOffered)
        {
            return PlainErrors.Refuse($"{outcome.Law} cannot be judged again: the subject {outcome.Reason}.", Unjudged);
        }

        if (request.Json)
        {
            Console.Out.WriteLine(VerifyJson.Of(report));
        }
        else
        {
            VerifyText.Tell(law);
        }

        return outcome.Standing switch
        {
            LawStanding.Holds => Kept,
            _ => Broken,
        };
    }

    private static void WriteFiles(VerifyReport report)
    {
        if (report.Request.JUnit is { } junit)
        {
            OutputFile.Write(junit, JUnitReport.Of(report));
        }

        if (report.Request.Page is { } page)
        {
            OutputFile.Write(page, VerifyPage.Of(report).ToString());
        }
    }

    // The kit names the file; nothing that a subject sends can.
    private static string? Saved(VerifyRequest request, Subject subject, LawOutcome outcome)
    {
        if (outcome.Counterexample is not { } found)
        {
            return null;
        }

        var file = Path.Combine(request.Output, $"{outcome.Law.Id}.json");
        OutputFile.Write(file, found.ToJson(subject.Description.Name));
        return file;
    }
}
