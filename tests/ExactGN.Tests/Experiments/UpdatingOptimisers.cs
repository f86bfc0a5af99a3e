namespace ExactGN.Tests;

/// <summary>The optimisers that make updates; kernel ridge regression makes none.</summary>
internal static class UpdatingOptimisers
{
    /// <summary>All of them.</summary>
    public static OptimiserKind[] All { get; }
        = [.. Enum.GetValues<OptimiserKind>().Except([OptimiserKind.KernelRidge])];
}
