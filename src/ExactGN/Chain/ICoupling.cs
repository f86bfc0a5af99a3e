namespace ExactGN.Chain;

/// <summary>What a reversible network needs of a coupling F(x) = ã(x)·W, of which only W is trained.</summary>
/// <remarks>
/// <para>Inverse, tangents, update, kernels follow from ã(x), F′(x)[t] and F′(x)ᵀ[s] once for all:
/// <see cref="IPoint"/>.
/// x is a half of the state, shape [n, q].</para>
/// <para>ã has one row per output position of each sample, r in all; ãW, shape [r, k], is the half [n, q] in another
/// arrangement, r·k = n·q; the rows of a sample follow one another, and samples stay in their order. Where k = q, one
/// row per sample, the two are one: the last two members need not be written, and must be the identity where they
/// are.</para>
/// <para>Its own tensors are fixed, owned by it and freed with it. theory/architectures.md.</para>
/// </remarks>
[Equation("F(x) = ã(x)·W, of which only W is trained")]
public interface ICoupling : IDisposable
{
    /// <summary>q, the columns of a half.</summary>
    long Width { get; }

    /// <summary>m, the columns of ã and rows of W.</summary>
    long Columns { get; }

    /// <summary>k, the columns of W.</summary>
    long Outputs => Width;

    /// <summary>Whether ã ends in a column of ones, so that W's last row is a bias.</summary>
    bool HasBias => false;

    /// <summary>Whether ã is linear in x but for that column.</summary>
    bool IsLinear => false;

    /// <summary>The fixed tensors by name, as they are saved beside W; none for a coupling without.</summary>
    IEnumerable<(string Name, Tensor Tensor)> Fixed => [];

    /// <summary>The features at x, differentiable by autograd where a gradient in x is wanted from it.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    IPoint At(Tensor x);

    /// <summary>The same where no gradient is asked of autograd, in buffers that are used again.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <param name="workspace">Where ã and what its derivatives need may lie.</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    IPoint At(Tensor x, Workspace workspace) => At(x);

    /// <summary>A half as the rows of ãW; for k = q the half itself, which <see cref="HalfCoupling"/> checks.</summary>
    /// <param name="half">Shape [n, q].</param>
    /// <returns>Shape [r, k]: the same numbers, perhaps the same tensor.</returns>
    Tensor Rows(Tensor half) => half;

    /// <summary>The rows of ãW as a half; the inverse of <see cref="Rows"/>.</summary>
    /// <param name="rows">Shape [r, k].</param>
    /// <returns>Shape [n, q]: the same numbers, perhaps the same tensor.</returns>
    Tensor Half(Tensor rows) => rows;
}
