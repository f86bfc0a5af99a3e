using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Design;

/// <summary>How arms are named, coloured and drawn everywhere; the colours (Okabe and Ito's) are told apart by
/// colour-blind readers too.</summary>
public static partial class Arms
{
    /// <summary>The name in tables: "gn-sigma-0.01" is "GN σ 0.01", "mn-ce-rate-5e-1" is "min. norm cross-entropy η
    /// 0.5".</summary>
    /// <param name="arm">The arm.</param>
    public static string Label(string arm) => Label(Dash().Split(arm));

    /// <summary>The names in one figure: at the arms' own rates, and without the words that all of them
    /// share.</summary>
    /// <param name="arms">The arms.</param>
    public static IReadOnlyDictionary<string, string> Labels(IReadOnlyCollection<string> arms)
    {
        var words = arms.Distinct().ToDictionary(arm => arm, arm => Dash().Split(RateArm.BaseOf(arm)));
        // The first word is the optimiser's; it stays. Kernel ridge regression has no other.
        var varied = words.Values.Where(entry => entry[0] != "krr").Select(entry => entry.Skip(1)).ToArray();
        var shared = varied.Length < 2 ? [] : varied.Aggregate((common, next) => common.Intersect(next)).ToHashSet();
        return words.ToDictionary(
            entry => entry.Key, entry => Label([.. entry.Value.Where((word, i) => i == 0 || !shared.Contains(word))]));
    }

    private static string Label(string[] words) => string.Join(' ', words.Select((word, i) => word switch
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
        "rate" or "eta" => "η",
        "decay" => "λ",
        "full" => "full batch",
        "mini" => "mini-batch",
        "inverse" => "1/t",
        "noisy" => "noisy labels",
        "se" => "squared error",
        "ce" => "cross-entropy",
        "damped" => "H + 0.1·I",
        _ when i > 0 && words[i - 1] == "rate" => ReadableNumber.Of(double.Parse(word, CultureInfo.InvariantCulture)),
        _ when i > 0 && Size().Match(word) is { Success: true } size => $"{size.Groups[1]} = {size.Groups[2]}",
        _ => word.Replace('-', '−'),
    }));

    // The dash of an exponent does not separate.
    [GeneratedRegex(@"(?<!\de)-")]
    private static partial Regex Dash();

    // n32, h256, a10.
    [GeneratedRegex(@"^([nha])(\d+)$")]
    private static partial Regex Size();

    /// <summary>The colour of an arm, as #rrggbb: of its optimiser and its schedule.</summary>
    /// <param name="run">The arm.</param>
    public static string Colour(RunConfiguration run) =>
        run is { Optimiser: AdamOptions, Schedule.Kind: ScheduleKind.Cosine } ? "#56B4E9" : run.Optimiser.Colour;
}
