namespace ExactGN.Experiments.Data.Formats;

/// <summary>The shape of an image. As a row of features it is its channels one after the other, each row
/// by row.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>d = channels · height · width.</summary>
    public int Features => Channels * Height * Width;

    /// <summary>Such as "28×28" or "3×32×32".</summary>
    public override string ToString() => Channels == 1 ? $"{Height}×{Width}" : $"{Channels}×{Height}×{Width}";
}
