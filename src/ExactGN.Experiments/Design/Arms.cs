namespace ExactGN.Experiments.Design;

/// <summary>How arms are named, coloured and drawn everywhere; the colours (Okabe and Ito's) are told apart by
/// colour-blind readers too.</summary>
public static class Arms
{
    /// <summary>The name in tables: "gn-sigma-0.01" is "GN σ 0.01", "mn-ce-rate-5e-1" is "min. norm cross-entropy η
    /// 0.5".</summary>
    /// <param name="arm">The arm.</param>
    public static string Label(Arm arm) =>
        Label(arm, arm.Variations) + (arm.Rate is { } rate ? $" η {ReadableNumber.Of(rate)}" : "");

    /// <summary>The names in one figure: at the arms' own rates, and without what sets all of them apart
    /// alike.</summary>
    /// <param name="arms">The arms.</param>
    public static IReadOnlyDictionary<Arm, string> Labels(IEnumerable<Arm> arms)
    {
        Arm[] all = [.. arms.Distinct()];
        // Nothing sets kernel ridge regression apart.
        var varied = all.Where(arm => arm.Optimiser != "krr").Select(arm => arm.Variations).ToArray();
        var shared = varied.Length < 2 ? [] : varied.Aggregate((common, next) => [.. common.Intersect(next)]);
        return all.ToDictionary(
            arm => arm, arm => Label(arm, arm.Variations.Where(variation => !shared.Contains(variation))));
    }

    private static string Label(Arm arm, IEnumerable<Variation> shown) => string.Join(' ', (string[])
    [
        Word(arm.Optimiser), .. arm.Share is { } share ? [Number(share)] : (string[])[],
        .. shown.Select(variation => Word(variation.Word)
            + (variation.Number is { } number ? $" {(variation.Word.Length == 1 ? "= " : "")}{Number(number)}" : "")),
    ]);

    private static string Word(string word) => word switch
    {
        "gn" => "GN",
        "rev" => "reversible",
        "mn" => "min. norm",
        "mix" => "t =",
        "krr" => "kernel ridge",
        "sgd" => "SGD",
        "adam" => "Adam",
        "momentum" => "μ 0.9",
        "then" => "→",
        "sigma" => "σ",
        "eta" => "η",
        "decay" => "λ",
        "full" => "full batch",
        "mini" => "mini-batch",
        "inverse" => "1/t",
        "noisy" => "noisy labels",
        "se" => "squared error",
        "ce" => "cross-entropy",
        "damped" => "H + 0.1·I",
        _ => word,
    };

    private static string Number(double number) => Arm.TextOf(number).Replace('-', '−');

    /// <summary>The colour of an arm, as #rrggbb: of its optimiser and its schedule.</summary>
    /// <param name="run">The arm.</param>
    public static string Colour(RunConfiguration run) =>
        run is { Optimiser: AdamOptions, Schedule.Kind: ScheduleKind.Cosine } ? "#56B4E9" : run.Optimiser.Colour;
}
