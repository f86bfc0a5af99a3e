namespace ExactGN.Experiments;

/// <summary>How arms are named, coloured and drawn everywhere; the colours are told apart by colour-blind readers too.</summary>
public static class Arms
{
    /// <summary>The name in figures and tables: "gn-sigma-0.01" is "GN σ 0.01".</summary>
    /// <param name="arm">The arm.</param>
    public static string Label(string arm)
    {
        // The dash of an exponent does not separate.
        var words = arm.Replace("e-", "e−", StringComparison.Ordinal).Split('-');
        return string.Join(' ', words.Select(word => word switch
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
            _ => word,
        }));
    }

    /// <summary>The colour of an optimiser, as #rrggbb.</summary>
    /// <param name="optimiser">The optimiser.</param>
    public static string Colour(OptimiserKind optimiser) => optimiser switch
    {
        OptimiserKind.GaussNewton => "#D55E00",
        OptimiserKind.Adam => "#0072B2",
        _ => "#009E73",
    };
}
