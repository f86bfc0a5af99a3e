namespace ExactGN.Experiments.Report;

/// <summary>report.html: one file that needs nothing beside it. It opens with the verdicts.</summary>
internal static class HtmlReport
{
    internal static Html Page(
        IReadOnlyList<ClaimResult> claims, Func<ClaimResult, IReadOnlyList<FigureFile>> figures,
        RunEnvironment environment, int runs, TimeSpan training) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Exact Gauss-Newton in reversible networks: verdicts</title>
        <style>
        {new RawHtml(EmbeddedText.Read("report.css"))}
        </style>
        </head>
        <body>
        <h1>Exact Gauss-Newton in reversible networks</h1>
        <p>What the training runs say about the claims of
        <a href="https://arxiv.org/abs/2411.07979">arXiv:2411.07979</a>, each in the regime of its hypotheses. A
        verdict (holds, fails, undecided or void: <a href="#rules">how it is reached</a>) is about that regime and no
        other.</p>
        {Answers(claims)}
        <table class="stack">
        <thead><tr><th colspan="2">Claim</th><th>Regime</th><th>Verdict</th><th>At best rates</th></tr></thead>
        <tbody>
        {ClaimOrder.FailingFirst(claims).Select(Row)}
        {NotRun(claims)}
        </tbody>
        </table>
        {ClaimOrder.FailingFirst(claims).Select(claim => ClaimSection.Of(claim, figures(claim)))}
        {Rules()}
        {Provenance(environment, runs, training)}
        </body>
        </html>
        """;

    private static Html Row(ClaimResult claim) => $"""
        <tr><td><a href="#{claim.Experiment.Id}">{claim.Experiment.Id}</a></td>
        <td>{claim.Experiment.Claim}</td>
        <td class="soft">{Equations.Unbroken(claim.Regime.Summary)}</td><td>{VerdictBadge.Of(claim)}</td>
        <td data-name="At best rates">{AtBestRates(claim)}</td></tr>
        """;

    private static Html AtBestRates(ClaimResult claim) => claim.VerdictAtBestRates is { } best ? VerdictBadge.Of(best)
        : $"{(claim.Experiment.AtOwnRates ? "no search made" : "at these alone")}";

    private static Html? Answers(IReadOnlyCollection<ClaimResult> claims) =>
        PlainAnswers.Of(claims) is { Count: > 0 } sentences
        ? Html.Of($"""
            <ul class="answers">
            {sentences.Select(sentence => Html.Of($"<li>{sentence}</li>"))}
            </ul>
            """)
        : null;

    // Of the preregistered family: what is not in this report counts as undecided in it.
    private static IEnumerable<Html> NotRun(IReadOnlyList<ClaimResult> claims) =>
        from id in BeyondCatalogue.Family.Except(claims.Select(claim => claim.Experiment.Id))
        where claims.Any(claim => claim.Experiment.Standing == Standing.Primary)
        select Html.Of($"""
            <tr><td>{id}</td><td>Preregistered, and not in this report; it stays in the family</td><td></td>
            <td><span class="verdict soft">not run</span></td><td></td></tr>
            """);

    private static Html Rules() => $"""
        <section id="rules">
        <h2>How a verdict is reached</h2>
        <p>Each part compares two arms on the same seeds, so on the same data, network and order of batches: the
        difference per seed is that of the logarithms for losses, the plain one for accuracies and per cent. A claim
        <strong>holds</strong> when every part’s one-sided p is at most 0.025, which is when its 95&nbsp;% interval
        lies on the claim’s side. It <strong>fails</strong> when the least p of the opposite sides is at most 0.025/k
        for k parts; Holm’s step-down names the parts that fail. Otherwise it is <strong>void</strong> when what a part
        supposes did not hold, such as a gap to be repaired, and else <strong>undecided</strong>; the effect that these
        seeds would have shown four times in five stands beside it, for a preregistered question at the level of Holm’s
        step-down. With one seed there is no verdict. “Much” and “far” mean a factor of
        {ReadableNumber.Of(ExperimentCatalogue.Far)}, “near 1” at least
        {ReadableNumber.Of(ExperimentCatalogue.Near)}; readings are alike when the 90&nbsp;% interval of their
        difference lies within the margin: {ReadableNumber.Of(EquivalenceMargin.Similarity)} for similarities, a
        factor of {ReadableNumber.Of(EquivalenceMargin.TestLossFactor)} for test losses.</p>
        <p>The interval is Student’s. Where an arm may diverge or jump, which is said beforehand, the sign interval of
        order statistics decides in its place, and a run that diverged is infinitely bad. A seed splits the same images
        anew, so t speaks of these images; theory/experiments.md says how far it reaches to new ones. A final accuracy
        on test images that all seeds share is judged over seeds and images together.</p>
        <p>BEY-1 to BEY-8 were preregistered (theory/preregistration.md, commit {Preregistration.Commit}). Each has one
        primary reading; Holm’s step-down over the eight at two-sided 5&nbsp;% names those that hold or fail, whether
        all eight were run or not. A run with other seeds, epochs or precision than preregistered is exploratory and
        has no verdict, and neither have further readings. “New digits” is the interval with Nadeau and Bengio’s
        variance, for digits that were not among the 1,797 that were split.</p>
        <p>Networks are RevMlp, the paper's, unless another is named. Letters: N training samples, n of them per
        update, d inputs, h hidden units, L blocks; N is large or small beside the joint rank that all features can
        have; α is how much of a whole Gauss-Newton step is taken; the rank
        kept, of n, is how many directions of a layer's features the truncated solve keeps.</p>
        <p>A run diverges when a loss is not finite, when its training loss exceeds
        {ReadableNumber.Of(TrainingRun.DivergenceFactor)} times the initial one, or when a step is numerically
        impossible. From there on its curve counts, where t decides, as the worst value that any finished run of the
        same experiment took, at initialisation or later; how many diverged is said beside the verdict.</p>
        <p>The regimes were chosen from the hypotheses before any verdict was seen, with these reservations: that EXP-2
        wants many more samples than hidden units was known from an earlier trial on MNIST; the digits' full batch was
        cut from 30 epochs to 20, for time, after EXP-1 had held at 30; Adam has its usual rate of 0.001 on the digits
        and not the published 0.0001; and what the digits show when they are split in the file's order, so that other
        people wrote the test part, was known before splits were drawn per seed. “At best rates” every optimiser has
        had equally many rates a factor √10 apart, more beyond an edge while the best lies on it, on seeds
        {RateSearch.Seeds[0]} to {RateSearch.Seeds[^1]}, which judge nothing; the best has the least mean logarithm of
        the validation loss, and a rate at which a seed diverged is out. The exactness defect ‖JΔ − κε‖/‖κε‖ says how
        far a step is from the exact Gauss-Newton step; it is 0 where every layer's features have full row rank, and 1
        where the step is as good as none.</p>
        </section>
        """;

    private static Html Provenance(RunEnvironment environment, int runs, TimeSpan training) => $"""
        <section id="provenance">
        <h2>Numbers and where they come from</h2>
        <p><a href="claims.csv">claims.csv</a> has every interval, <a href="manifest.json">manifest.json</a> every
        configuration, <a href="runs/">runs/</a> a folder per run with <code>metrics.csv</code>,
        <code>updates.csv</code> and its manifest.</p>
        <p class="soft">{runs} runs in {training.TotalSeconds:0} s; exactgn
        {environment.ExactGn}, libtorch {environment.LibTorch}, {environment.DotNet},
        {environment.Platform}, on {environment.Placement.Device}, {environment.ParallelRuns} runs at a time with
        {environment.Placement.Threads} thread each. Font of the figures: DejaVu Sans.</p>
        </section>
        """;
}
