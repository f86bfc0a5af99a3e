namespace ExactGN.Couplings;

/// <summary>One row per position of an image: its inputs are the patch around it, its outputs the channels
/// there.</summary>
/// <remarks>A half holds its image channel by channel, [n, channels·height·width]. What a patch reaches beyond the
/// edge is zero.
/// A patch of one position mixes channels alone.</remarks>
/// <param name="Channels">Channels of the half.</param>
/// <param name="Height">Rows of positions.</param>
/// <param name="Across">Columns of positions.</param>
/// <param name="Kernel">Positions along each side of a patch, odd.</param>
internal sealed record PositionLayout(int Channels, int Height, int Across, int Kernel) : RowLayout
{
    internal override long Width => (long)Channels * Positions;

    internal override long Inputs => (long)Channels * Kernel * Kernel;

    internal override long Outputs => Channels;

    private int Positions => Height * Across;

    private int Reach => Kernel / 2;

    internal override Tensor Gather(Tensor half)
    {
        using var scope = NewDisposeScope();
        var padded = nn.functional.pad(half.reshape(-1, Channels, Height, Across), [Reach, Reach, Reach, Reach]);
        return stack(Offsets.Select(at => Window(padded, at)), 2)
            .permute(0, 3, 4, 1, 2)
            .reshape(-1, Inputs)
            .MoveToOuterDisposeScope();
    }

    internal override Tensor Scatter(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        var patches = inputs.reshape(-1, Height, Across, Channels, Kernel * Kernel).permute(0, 3, 4, 1, 2);
        long[] shape = [patches.size(0), Channels, Height + 2 * Reach, Across + 2 * Reach];
        var padded = zeros(shape, dtype: inputs.dtype, device: inputs.device);
        foreach (var (i, at) in Offsets.Index())
        {
            Window(padded, at).add_(patches.select(2, i));
        }

        return Window(padded, (Reach, Reach)).reshape(-1, Width).MoveToOuterDisposeScope();
    }

    internal override Tensor Rows(Tensor half) =>
        half.reshape(-1, Channels, Positions).transpose(1, 2).reshape(-1, Channels);

    internal override Tensor Half(Tensor rows) =>
        rows.reshape(-1, Positions, Channels).transpose(1, 2).reshape(-1, Width);

    private IEnumerable<(int Down, int Across)> Offsets =>
        from down in Enumerable.Range(0, Kernel)
        from across in Enumerable.Range(0, Kernel)
        select (down, across);

    private Tensor Window(Tensor padded, (int Down, int Across) at) =>
        padded.narrow(2, at.Down, Height).narrow(3, at.Across, Across);
}
