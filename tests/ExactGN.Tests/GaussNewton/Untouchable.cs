namespace ExactGN.Tests;

/// <summary>A coupling of one column on one column that must not be evaluated.</summary>
internal sealed class Untouchable : ICoupling
{
    /// <inheritdoc/>
    public long Width => 1;

    /// <inheritdoc/>
    public long Columns => 1;

    /// <inheritdoc/>
    public IPoint At(Tensor x) => throw new InvalidOperationException("Nothing was to be evaluated.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
