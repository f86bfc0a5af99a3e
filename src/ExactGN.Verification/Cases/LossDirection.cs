namespace ExactGN.Verification.Cases;

/// <summary>The Newton direction of a loss in the kit's own arithmetic. theory/losses.md.</summary>
/// <param name="Newton">ε = H⁺g per sample, or g for identity curvature, divided by n where the gradient is that of the
/// mean and the curvature is not.</param>
/// <param name="Scale">The size that rounding is relative to.</param>
internal sealed record LossDirection(Numbers Newton, double Scale)
{
    internal static LossDirection Of(Numbers f, Numbers y, string loss, string curvature, int samplesOfMean)
    {
        if (loss == "squared-error")
        {
            var residual = f - y;
            return new(1.0 / (curvature == "identity" ? samplesOfMean : 1) * residual, residual.Norm());
        }

        var rows = Enumerable.Range(0, f.RowCount).Select(i => curvature == "identity"
            ? 1.0 / samplesOfMean * (Softmax(f.Row(i)) - y.Row(i))
            : ExactSoftmax(f.Row(i), y.Row(i))).ToArray();
        var newton = Numbers.Stack(rows);
        return new(newton, newton.Norm() * (1 + f.Norm()));
    }

    /// <summary>g per sample, [n, c].</summary>
    internal static Numbers Gradient(Numbers f, Numbers y, string loss) => loss == "squared-error"
        ? f - y
        : Numbers.Stack([.. Enumerable.Range(0, f.RowCount).Select(i => Softmax(f.Row(i)) - y.Row(i))]);

    /// <summary>Hv per sample, [n, c].</summary>
    internal static Numbers Product(Numbers f, Numbers v, string loss) => loss == "squared-error"
        ? v
        : Numbers.Stack([.. Enumerable.Range(0, f.RowCount).Select(i =>
        {
            var p = Softmax(f.Row(i));
            var mean = p.Dot(v.Row(i));
            return p.Zip(v.Row(i), (share, x) => share * (x - mean));
        })]);

    internal static Numbers Softmax(Numbers row)
    {
        var largest = row.Values.ToArray().Max();
        var powers = row.Map(x => Math.Exp(x - largest));
        return 1 / powers.Values.ToArray().Sum() * powers;
    }

    // mean_j(y_j/p_j) − y/p
    private static Numbers ExactSoftmax(Numbers f, Numbers y)
    {
        var quotient = y.Zip(Softmax(f), (target, p) => target == 0 ? 0 : target / p);
        var mean = quotient.Values.ToArray().Average();
        return quotient.Map(q => mean - q);
    }
}
