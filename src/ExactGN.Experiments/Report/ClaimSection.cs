using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A claim in the report: the words, the figures beside it, its parts with their numbers, the seeds behind
/// them.</summary>
internal static class ClaimSection
{
    internal static Html Of(ClaimResult claim, IReadOnlyList<FigureFile> figures) => $"""
        <section id="{claim.Experiment.Id}">
        <h2>{claim.Experiment.Id}: {VerdictBadge.Of(claim)}</h2>
        <p>{claim.Experiment.Claim} <span class="soft">({Source(claim.Experiment)})</span></p>
        <div class="panels">
        {figures.Select(Figure)}
        </div>
        <p class="caption">{Caption(claim)}</p>
        {Divergences(claim)}
        {(claim.Criteria.Count == 0 ? null : Table(claim, claim.Criteria, 0, "Part"))}
        {BestRates(claim)}
        {Explored(claim)}
        <details><summary>Every seed, with links to its runs</summary>
        {claim.Criteria.Concat(claim.AtBestRates).Select((part, i) => Seeds(claim, part, i))}
        </details>
        <p><strong>Regime.</strong> {Equations.Unbroken(claim.Experiment.Setting.Regime)}</p>
        </section>
        """;

    private static string Source(Experiment experiment) => experiment switch
    {
        _ when Preregistration.Governs(experiment.Id) => $"preregistered in commit {Preregistration.Commit}"
            + (experiment.Standing == Standing.Exploration ? ", as a part without a verdict" : ""),
        { Source: Experiment.AskedHere } => "asked here, not preregistered",
        _ => $"the paper's {experiment.Source.ToLowerInvariant()}",
    };

    private static Html Table(ClaimResult claim, IReadOnlyList<CriterionResult> parts, int first, string head) => $"""
        <table class="stack">
        <thead><tr><th>{head}</th><th>Read</th><th>Medians</th>
        <th>Effect (95 % interval, 90 % where likeness is claimed)</th><th>Verdict</th></tr></thead>
        <tbody>
        {parts.Select((part, i) => Part(claim, part, first + i))}
        </tbody>
        </table>
        """;

    // Effects and intervals without a verdict.
    private static Html? Explored(ClaimResult claim) => claim.Explored.Count == 0 ? null : Html.Of($"""
        <details open><summary>Further readings, which have no verdict ({claim.Explored.Count})</summary>
        <table class="stack">
        <thead><tr><th>Compared</th><th>Read</th><th>Medians</th><th>Effect (95 % interval)</th>
        <th>Beside it</th></tr></thead>
        <tbody>
        {claim.Explored.Select(Reading)}
        </tbody>
        </table>
        </details>
        """);

    private static Html Reading(CriterionResult part) => Reading(part,
        $"{EffectWords.Effect(part)}, {part.Readings.Count} seeds{EffectWords.Exceptions(part)}");

    private static Html Reading(CriterionResult part, string effect) => $"""
        <tr><td>{part.Criterion.Statement}</td><td>{Read(part.Criterion)}</td>
        <td data-name="Medians">{Medians(part)}</td>
        <td data-name="Effect">{effect}</td>
        <td data-name="Beside">{EffectWords.Beside(part)}</td></tr>
        """;

    private static string Read(Criterion criterion) => $"{criterion.Curve.Name}, {criterion.Reading.Name}";

    private static string Medians(CriterionResult part)
    {
        var c = part.Criterion;
        string Named(Arm arm, Func<SeedReading, double> value) =>
            $"{Arms.Label(arm)}: {ReadableNumber.Of(Median.Of(part.Readings.Select(value)))}".Replace(' ', '\u00A0');
        return Named(c.Subject, r => r.SubjectValue) + (c.HasRival ? $", {Named(c.Rival, r => r.RivalValue)}" : "");
    }

    private static Html Figure(FigureFile figure) => $"""
        <figure><div class="paper" aria-label="{figure.Title}">{new RawHtml(figure.InlineSvg)}</div>
        <figcaption>{figure.Title}. <a href="figures/{figure.Name}.png">PNG</a>
        <a href="figures/{figure.Name}.svg">SVG</a></figcaption></figure>
        """;

    private static string Caption(ClaimResult claim)
    {
        var r = claim.Regime;
        var gn = claim.Experiment.Setting.Named(r.Arm.AtOwnRate);
        var seeds = claim.Runs.Select(result => result.Configuration.Seed).Distinct().Order().ToArray();
        var dtypes = string.Join(" and ", claim.Runs
            .Select(run => run.Configuration.Dtype.ToString().ToLowerInvariant()).Distinct());
        // The rates found are in the arms' names.
        var rates = claim.Experiment.AtOwnRates
            ? string.Join(", ", r.Rates.Where(rate => rate.Key.Rate is null)
                .Select(rate => $"{Arms.Label(rate.Key)}: {ReadableNumber.Of(rate.Value)}"))
            : string.Join(", ", r.Rates.Where(rate => rate.Key.Rate is not null).Select(rate => Arms.Label(rate.Key)));
        var split = gn.Data != DataCatalogue.Digits ? ""
            : gn.Split.Rule == SplitRule.Drawn ? ", a split per seed" : ", published order";
        var others = r.Others
            ? $"; the numbers are those of {Arms.Label(r.Arm)}, and other arms differ from it as they are named" : "";
        return Equations.Unbroken(string.Create(CultureInfo.InvariantCulture,
            $"{DataCatalogue.Title(gn.Data)}{split}{others}: "
            + $"{(r.Architecture.Length > 0 ? r.Architecture + ", " : "")}N = {r.Samples}, d = {r.Features}, "
            + $"h = {r.Hidden}, "
            + $"n = {r.BatchSize}, L = {r.Blocks}, joint rank of the features at most {r.JointRank}, "
            + $"{r.Epochs} epochs, {dtypes}. Learning rates: {rates}; Gauss-Newton's step in function "
            + $"space α = {r.Alpha:0.###}, "
            + $"{StepWords.Of(gn)}. "
            + $"Measured: {(r.RankKept is { } rank ? $"{rank:0} of {r.RowsText} singular values kept, " : "")}"
            + $"exactness defect in f {ReadableNumber.Of(r.OutputDefect)} (mean). "
            + $"Line: median over {seeds.Length} seeds ({Range(seeds)}); bands: quartiles, and lighter the extremes. "
            + $"Grey: the claim's boundary. The paper's curves are figures without tables, so none is drawn."));
    }

    private static string Range(int[] seeds) => seeds.Length > 2 && seeds[^1] - seeds[0] == seeds.Length - 1
        ? $"{seeds[0]} to {seeds[^1]}" : string.Join(", ", seeds);

    private static IEnumerable<Html> Divergences(ClaimResult claim) =>
        from run in claim.Runs
        let divergence = run.Divergence
        where divergence is not null
        let name = $"{Arms.Label(run.Configuration.Arm)}, seed {run.Configuration.Seed}"
        select Html.Of($"""
            <p><a href="{OutputFolder.LinkTo(run.Configuration)}manifest.json">{name}</a>
            diverged in epoch {divergence.Epoch}, update {divergence.Update}: {divergence.Reason}</p>
            """);

    private static Html Part(ClaimResult claim, CriterionResult part, int index)
    {
        var c = part.Criterion;
        var besides = EffectWords.Beside(part);
        var beside = besides.Length > 0 ? Html.Of($"""<br><span class="soft">{besides}</span>""") : null;
        var (count, notes) = (part.Readings.Count, EffectWords.Detectable(part) + EffectWords.Exceptions(part));
        var verdict = claim.Experiment.Standing == Standing.Primary ? claim.Verdict : part.Verdict;
        return $"""
            <tr><td>{c.Statement}</td><td>{Read(c)}</td>
            <td data-name="Medians"><a href="#{Anchor(claim, index)}">{Medians(part)}</a></td>
            <td data-name="Effect">{EffectWords.Effect(part)}, {count} seeds{notes}{beside}</td>
            <td>{VerdictBadge.Of(verdict)}</td></tr>
            """;
    }

    private static Html? BestRates(ClaimResult claim) =>
        claim.VerdictAtBestRates is not { } verdict ? null : Html.Of($"""
        <p>With each optimiser at the rate of least validation loss on seeds of its own, the claim
        {(verdict == Verdict.Undecided ? "is " : "")}{VerdictBadge.Of(verdict)}.</p>
        {Table(claim, claim.AtBestRates, claim.Criteria.Count, "Part at the rates found")}
        """);

    private static Html Seeds(ClaimResult claim, CriterionResult part, int index)
    {
        var c = part.Criterion;
        var rows = part.Readings.Select(r => Html.Of($"""
            <tr><td>{r.Subject.Configuration.Seed}</td><td class="number">{RunLink(r.Subject, r.SubjectValue)}</td>
            <td class="number">{RunLink(r.Rival, r.RivalValue)}</td>
            <td class="number">{ReadableNumber.Of(EffectWords.Shown(c, r.Difference))}</td></tr>
            """));
        return $"""
            <div class="scroll" id="{Anchor(claim, index)}"><p>{c.Statement}; {Read(c)}</p>
            <table><thead><tr><th>Seed</th><th class="number">{Arms.Label(c.Subject)}</th>
            <th class="number">{Arms.Label(c.Rival)}</th><th class="number">{EffectWords.Compared(c)}</th></tr></thead>
            <tbody>{rows}</tbody></table></div>
            """;
    }

    // A link to a run's metrics, with a reading of that run as its text.
    private static Html RunLink(RunResult run, double value) => $"""
        <a href="{OutputFolder.LinkTo(run.Configuration)}metrics.csv">{ReadableNumber.Of(value)}{Diverged(run)}</a>
        """;

    private static string Diverged(RunResult run) => run.Divergence is null ? "" : " (diverged)";

    private static string Anchor(ClaimResult claim, int index) => $"{claim.Experiment.Id}-seeds-{index + 1}";
}
