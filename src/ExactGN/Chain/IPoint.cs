namespace ExactGN.Chain;

/// <summary>A coupling's features at one input x, and their derivative there.</summary>
/// <remarks>Results are fresh tensors in the caller's dispose scope, but for <see cref="Features"/>. A wrong derivative
/// is not seen in a step's defect, which takes the same one: hold a coupling to the laws of maps and tangents,
/// theory/verify-your-own.md.</remarks>
[Equation("F(x) = ã(x)·W, of which only W is trained")]
public interface IPoint
{
    /// <summary>What it holds: moved from scope to scope, and freed, together. It is what was made for it alone:
    /// not x, and not the coupling's own tensors.</summary>
    IEnumerable<Tensor> Held { get; }

    /// <summary>ã, shape [r, m]; perhaps a view, not to be written to.</summary>
    Tensor Features();

    /// <summary>F′(x)[t] for F = ãW, shape [n, q].</summary>
    /// <param name="tangent">t, shape [n, q].</param>
    /// <param name="weight">W, shape [m, k].</param>
    Tensor Jvp(Tensor tangent, Tensor weight);

    /// <summary>F′(x)ᵀ[s], shape [n, q].</summary>
    /// <param name="cotangent">s, shape [n, q].</param>
    /// <param name="weight">W, shape [m, k].</param>
    Tensor Vjp(Tensor cotangent, Tensor weight);

    /// <summary>ãD, for a D of any number of columns.</summary>
    /// <param name="delta">D, shape [m, ·].</param>
    Tensor Times(Tensor delta)
    {
        using var scope = NewDisposeScope();
        var features = Features();
        ShapeRule.RequireResult(features, [-1, delta.size(0)], delta, "A coupling's ã");
        return features.mm(delta).MoveToOuterDisposeScope();
    }

    /// <summary>F′(x)[LR] for a tangent given by factors.</summary>
    /// <param name="left">L, shape [n, p].</param>
    /// <param name="right">R, shape [p, q].</param>
    /// <param name="weight">W, shape [m, k].</param>
    Tensor Jvp(Tensor left, Tensor right, Tensor weight)
    {
        using var scope = NewDisposeScope();
        return Jvp(left.mm(right), weight).MoveToOuterDisposeScope();
    }

    /// <summary>F′(x)ᵀ of c cotangents per sample, shape [n, c, q]; one after the other, unless a coupling can do
    /// better.</summary>
    /// <param name="cotangents">Shape [n, c, q].</param>
    /// <param name="weight">W, shape [m, k].</param>
    Tensor VjpEach(Tensor cotangents, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var each = Enumerable.Range(0, (int)cotangents.size(1)).Select(i => Vjp(cotangents.select(1, i), weight));
        return stack(each, 1).MoveToOuterDisposeScope();
    }
}
