namespace ExactGN.Tests;

/// <summary>
/// The structured kernel written plainly, with a hook at each place where a fault can be planted.
/// Without a fault it is a second implementation.
/// </summary>
public sealed class PlainTangentKernel
{
    /// <summary>(block, its output, F or G, its point) → ã.</summary>
    public Func<CouplingBlock, Halves, HalfCoupling, CouplingPoint, Tensor> Features { get; init; }
        = (_, _, _, point) => point.Features();

    /// <summary>(the cotangents of y¹ and y², G's pull-back of the latter) → F's sensitivity.</summary>
    public Func<Tensor, Tensor, Tensor> SensitivityOfF { get; init; } = (c1, throughG) => c1 + throughG;

    /// <summary>(the cotangents of y¹ and y²) → G's sensitivity.</summary>
    public Func<Tensor, Tensor, Tensor> SensitivityOfG { get; init; } = (_, c2) => c2;

    /// <summary>Whether a half-coupling's term is added, subtracted or left out: its sign.</summary>
    public Func<CouplingBlock, HalfCoupling, double> Sign { get; init; } = (_, half) => half.Trainable ? 1 : 0;

    /// <summary>Θ as [n, c, n, c] → Θ as [n·c, n·c].</summary>
    public Func<Tensor, Tensor> Flatten { get; init; } = theta => theta.reshape(theta.size(0) * theta.size(1), -1);

    public Tensor Of(ReversibleNetwork model, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (n, q) = (x.size(0), model.Features / 2);
        var u =
            (model.ReadoutMatrix?.mT ?? eye(2 * q, dtype: x.dtype, device: x.device)).unsqueeze(0).expand(n, -1, -1);
        var theta = zeros([n, u.size(1), n, u.size(1)], dtype: x.dtype, device: x.device);
        var (y, c1, c2) = (Halves.Split(model.Forward(x)), u.narrow(2, 0, q), u.narrow(2, q, q));
        foreach (var block in model.Blocks.Reverse())
        {
            var g = block.G.At(y.First);
            var x2 = y.Second - g.Value();
            var f = block.F.At(x2);
            var throughG = g.Vjp(c2);
            theta = theta + Term(block.G, g, SensitivityOfG(c1, c2)) + Term(block.F, f, SensitivityOfF(c1, throughG));
            c1 = c1 + throughG;
            c2 = c2 + f.Vjp(c1);
            y = new(y.First - f.Value(), x2);

            Tensor Term(HalfCoupling half, CouplingPoint point, Tensor sensitivity)
            {
                // J of this half-coupling: over the positions p of a sample, ã[i, p] times its sensitivity.
                var features = Features(block, y, half, point);
                var c = sensitivity.size(1);
                var rows = point.RowsOf(sensitivity.reshape(n * c, q)).reshape(n, c, features.size(0) / n, -1);
                var jacobian = einsum("ipm,iopk->iomk", features.reshape(n, features.size(0) / n, -1), rows);
                return Sign(block, half) * einsum("iomk,jpmk->iojp", jacobian, jacobian);
            }
        }

        return Flatten(theta).MoveToOuterDisposeScope();
    }
}
