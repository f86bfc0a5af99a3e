namespace ExactGN.Experiments.Report;

/// <summary>Equations in running text, such as h = 512.</summary>
internal static class Equations
{
    /// <summary>Text whose equations are not broken between lines.</summary>
    internal static string Unbroken(string text) => text.Replace(" = ", "\u00A0=\u00A0", StringComparison.Ordinal);
}
