namespace ExactGN.Couplings;

/// <summary>One row per channel: its inputs and its outputs are the channel's values at all positions, which are
/// mixed.</summary>
/// <param name="Channels">Channels of the half.</param>
/// <param name="Positions">Positions, or tokens.</param>
internal sealed record ChannelLayout(int Channels, int Positions) : RowLayout
{
    internal override long Width => (long)Channels * Positions;

    internal override long Inputs => Positions;

    internal override long Outputs => Positions;

    internal override Tensor Gather(Tensor half) => half.reshape(-1, Positions);

    internal override Tensor Scatter(Tensor inputs) => inputs.reshape(-1, Width);

    internal override Tensor Rows(Tensor half) => half.reshape(-1, Positions);

    internal override Tensor Half(Tensor rows) => rows.reshape(-1, Width);
}
