namespace ExactGN.Networks;

/// <summary>The rules of options that all architectures share; a message gives the rule, then the value.</summary>
internal static class OptionRule
{
    /// <summary>A rule.</summary>
    /// <param name="rule">Whether it is kept.</param>
    /// <param name="message">What to say otherwise.</param>
    /// <exception cref="ArgumentException">It is broken.</exception>
    internal static void Require(bool rule, string message)
    {
        if (!rule)
        {
            throw new ArgumentException(message);
        }
    }

    /// <summary>The rules of what every network of random features has.</summary>
    /// <param name="options">The options, of a valid width.</param>
    /// <param name="hidden">h; null for no projection.</param>
    /// <exception cref="ArgumentException">One is broken.</exception>
    internal static void RequireChain(INetworkOptions options, int? hidden)
    {
        Require(
            hidden is null or (> 0 and <= RevMlpOptions.MostWidth),
            $"Hidden must be positive, at most {RevMlpOptions.MostWidth}, or null for no projection, got {hidden}.");
        Require(
            options.Blocks is > 0 and <= RevMlpOptions.MostBlocks,
            $"A network needs at least one block and has {RevMlpOptions.MostBlocks} at most, "
            + $"got Blocks = {options.Blocks}.");
        Require(
            options.Classes is null or > 0,
            $"Classes must be positive, or null for no read-out, got {options.Classes}.");
        Require(
            options.Classes is null || options.Classes <= options.Features,
            $"An orthonormal read-out cannot be wider than the state, got Classes = {options.Classes} "
            + $"and Features = {options.Features}.");
        Require(
            double.IsFinite(options.InitialSigma) && options.InitialSigma >= 0,
            $"InitialSigma must be finite and not negative, got {options.InitialSigma}.");
    }

    /// <summary>The rule of what goes into a network.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="features">d.</param>
    /// <param name="what">What they are.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    internal static void RequireRows(Tensor rows, int features, string what) =>
        Require(
            rows.dim() == 2 && rows.size(1) == features,
            $"{what} must have shape [n, {features}], got [{string.Join(", ", rows.shape)}].");
}
