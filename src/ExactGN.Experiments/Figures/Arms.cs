using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments;

/// <summary>How arms are named, coloured and drawn everywhere; the colours are told apart by colour-blind readers too.</summary>
public static partial class Arms
{
    /// <summary>The name in figures and tables: "gn-sigma-0.01" is "GN σ 0.01", "gn-rate-1.5e0" is "GN η 1.5".</summary>
    /// <param name="arm">The arm.</param>
    public static string Label(string arm)
    {
        var words = Dash().Split(arm);
        return string.Join(' ', words.Select((word, i) => word switch
        {
            "gn" => "GN",
            "sgd" => "SGD",
            "adam" => "Adam",
            "then" => "→",
            "sigma" => "σ",
            "rate" or "eta" => "η",
            "decay" => "λ",
            "full" => "full batch",
            "mini" => "mini-batch",
            _ when i > 0 && words[i - 1] == "rate" => EffectWords.Number(double.Parse(word, CultureInfo.InvariantCulture)),
            _ => word.Replace('-', '−'),
        }));
    }

    // The dash of an exponent does not separate.
    [GeneratedRegex(@"(?<!\de)-")]
    private static partial Regex Dash();

    /// <summary>The colour of an optimiser, as #rrggbb.</summary>
    /// <param name="optimiser">The optimiser.</param>
    public static string Colour(OptimiserKind optimiser) => optimiser switch
    {
        OptimiserKind.GaussNewton => "#D55E00",
        OptimiserKind.Adam => "#0072B2",
        _ => "#009E73",
    };
}
