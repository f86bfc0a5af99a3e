namespace ExactGN.Experiments;

/// <summary>How arms are named and coloured everywhere; the colours are told apart by colour-blind readers too.</summary>
public static class Arms
{
    /// <summary>The name in figures and tables.</summary>
    /// <param name="arm">The arm.</param>
    public static string Label(string arm) => arm switch
    {
        "gn" => "GN",
        "sgd" => "SGD",
        "adam" => "Adam",
        _ => arm,
    };

    /// <summary>The colour of an optimiser, as #rrggbb.</summary>
    /// <param name="optimiser">The optimiser.</param>
    public static string Colour(OptimiserKind optimiser) => optimiser switch
    {
        OptimiserKind.GaussNewton => "#D55E00",
        OptimiserKind.Adam => "#0072B2",
        _ => "#009E73",
    };
}
