using System.Globalization;

namespace ExactGN.Experiments;

/// <summary>A claim in the report: the words, the figures beside it, its parts with their numbers, the seeds behind them.</summary>
internal static class ClaimSection
{
    internal static string Of(ClaimResult claim, IReadOnlyList<FigureFile> figures) => $"""
        <section id="{claim.Experiment.Id}">
        <h2>{claim.Experiment.Id}: {Html.Badge(claim.Verdict)}</h2>
        <p>{Html.Text(claim.Experiment.Claim)} <span class="soft">(the paper's {claim.Experiment.Source.ToLowerInvariant()})</span></p>
        <div class="panels">
        {Html.Join(figures.Select(Figure))}
        </div>
        <p class="caption">{Caption(claim)}</p>
        {Divergences(claim)}
        <table class="stack">
        <thead><tr><th>Part</th><th>Read</th><th>Medians</th><th>Effect (95 % interval, 90 % where likeness is claimed)</th><th>Verdict</th></tr></thead>
        <tbody>
        {Html.Join(claim.Criteria.Select((part, i) => Part(claim, part, i)))}
        </tbody>
        </table>
        {BestRates(claim)}
        <details><summary>Every seed, with links to its runs</summary>
        {Html.Join(claim.Criteria.Concat(claim.AtBestRates).Select((part, i) => Seeds(claim, part, i)))}
        </details>
        <p><strong>Regime.</strong> {Html.Prose(claim.Experiment.Setting.Regime)}</p>
        </section>
        """;

    private static string Figure(FigureFile figure) => $"""
        <figure><div class="paper" aria-label="{Html.Text(figure.Panel.Curve.Name)}">{figure.InlineSvg}</div>
        <figcaption>{Html.Text(Title(figure.Panel))}. <a href="figures/{figure.Name}.png">PNG</a> <a href="figures/{figure.Name}.svg">SVG</a></figcaption></figure>
        """;

    private static string Title(Panel panel) => char.ToUpperInvariant(panel.Curve.Name[0]) + panel.Curve.Name[1..] + (panel.Note.Length > 0 ? ". " + panel.Note.TrimEnd('.') : "");

    private static string Caption(ClaimResult claim)
    {
        var (r, dtype) = (claim.Regime, claim.Runs[0].Configuration.Dtype);
        var seeds = claim.Runs.Select(result => result.Configuration.Seed).Distinct().Order().ToArray();
        var rates = string.Join(", ", r.Rates.Where(rate => !RateArm.IsOne(rate.Key)).Select(rate => $"{Arms.Label(rate.Key)}: {EffectWords.Number(rate.Value)}"));
        return Html.Prose(string.Create(CultureInfo.InvariantCulture,
            $"{DataCatalogue.Title(claim.Runs[0].Configuration.Data)}{(r.Others ? $"; the numbers are those of {Arms.Label(r.Arm)}, and other arms differ from it as they are named" : "")}: N = {r.Samples}, d = {r.Features}, h = {r.Hidden}, n = {r.BatchSize}, L = {r.Blocks}, {r.Epochs} epochs, {dtype.ToString().ToLowerInvariant()}. "
            + $"Learning rates: {rates}; Gauss-Newton's step in function space α = {r.Alpha:0.##}, blocks summed as published, identity curvature, truncated Gram eigendecomposition (rtol {r.Rtol:0.####}, atol {r.Atol:0.######}). "
            + $"Measured: {r.RankKept:0} of {r.BatchSize} singular values kept, exactness defect in f {r.OutputDefect:0.00} (both means). "
            + $"Line: median over {seeds.Length} seeds ({Range(seeds)}); band: least to greatest."));
    }

    private static string Range(int[] seeds) => seeds.Length > 2 && seeds[^1] - seeds[0] == seeds.Length - 1 ? $"{seeds[0]} to {seeds[^1]}" : string.Join(", ", seeds);

    private static string Divergences(ClaimResult claim) => Html.Join(
        from run in claim.Runs
        let divergence = run.Divergence
        where divergence is not null
        select $"<p>{Html.Link(OutputFolder.LinkTo(run.Configuration) + "manifest.json", $"{Arms.Label(run.Configuration.Arm)}, seed {run.Configuration.Seed}")} diverged in epoch {divergence.Epoch}, update {divergence.Update}: {Html.Text(divergence.Reason)}</p>");

    private static string Part(ClaimResult claim, CriterionResult part, int index)
    {
        var c = part.Criterion;
        string Named(string arm, Func<SeedReading, double> value) => $"{Arms.Label(arm)}: {EffectWords.Number(Median.Of(part.Readings.Select(value)))}".Replace(' ', '\u00A0');
        var medians = Html.Link($"#{Anchor(claim, index)}", Named(c.Subject, r => r.SubjectValue) + (c.HasRival ? $", {Named(c.Rival, r => r.RivalValue)}" : ""));
        return $"""
            <tr><td>{Html.Text(c.Statement)}</td><td>{Html.Text($"{c.Curve.Name}, {c.Reading.Name}")}</td><td data-name="Medians">{medians}</td>
            <td data-name="Effect">{Html.Text(EffectWords.Effect(part))}, {part.Readings.Count} seeds{Html.Text(EffectWords.Detectable(part))}{Html.Text(EffectWords.Exceptions(part))}</td><td>{Html.Badge(part.Verdict)}</td></tr>
            """;
    }

    private static string BestRates(ClaimResult claim) => claim.VerdictAtBestRates is not { } verdict ? "" : $"""
        <p>With each optimiser at the rate of the least mean logarithm of the validation loss over seeds of the search's own: {Html.Badge(verdict)}.</p>
        <table class="stack">
        <thead><tr><th>Part at the best rates</th><th>Read</th><th>Medians</th><th>Effect (95 % interval, 90 % where likeness is claimed)</th><th>Verdict</th></tr></thead>
        <tbody>
        {Html.Join(claim.AtBestRates.Select((part, i) => Part(claim, part, claim.Criteria.Count + i)))}
        </tbody>
        </table>
        """;

    private static string Seeds(ClaimResult claim, CriterionResult part, int index)
    {
        var c = part.Criterion;
        var rows = part.Readings.Select(r => $"""
            <tr><td>{r.Subject.Configuration.Seed}</td><td class="number">{Html.RunLink(r.Subject, r.SubjectValue)}</td><td class="number">{Html.RunLink(r.Rival, r.RivalValue)}</td><td class="number">{EffectWords.Number(EffectWords.Shown(c, r.Difference))}</td></tr>
            """);
        return $"""
            <div class="scroll" id="{Anchor(claim, index)}"><p>{Html.Text($"{c.Statement}; {c.Curve.Name}, {c.Reading.Name}")}</p>
            <table><thead><tr><th>Seed</th><th class="number">{Arms.Label(c.Subject)}</th><th class="number">{Arms.Label(c.Rival)}</th><th class="number">{EffectWords.Compared(c)}</th></tr></thead>
            <tbody>{Html.Join(rows)}</tbody></table></div>
            """;
    }

    private static string Anchor(ClaimResult claim, int index) => $"{claim.Experiment.Id}-seeds-{index + 1}";
}
