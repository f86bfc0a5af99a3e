namespace ExactGN;

/// <summary>Linear centred kernel alignment of two representations of the same samples: CKA = ⟨HKH, HLH⟩/(‖HKH‖‖HLH‖), K = XXᵀ, L = YYᵀ, H = I − 11ᵀ/n.</summary>
/// <remarks>
/// Kornblith et al., arXiv:1905.00414; theory/lazy-regime.md. Whatever the representations' scale, in float32 as in float64. NaN where a representation is constant over the samples (one sample is) or not
/// finite: CKA is not defined there.
/// </remarks>
public static class CenteredKernelAlignment
{
    /// <summary>CKA(X, Y).</summary>
    /// <param name="x">X, one sample per row, shape [n, p].</param>
    /// <param name="y">Y, shape [n, p′].</param>
    /// <returns>In [0, 1] up to rounding.</returns>
    /// <exception cref="ArgumentException">The numbers of samples differ, or there are none, or no features.</exception>
    public static double Of(Tensor x, Tensor y)
    {
        if (x.dim() != 2 || y.dim() != 2 || x.size(0) != y.size(0))
        {
            throw new ArgumentException($"CKA compares two representations of the same samples, got [{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].");
        }

        if (x.numel() == 0 || y.numel() == 0)
        {
            throw new ArgumentException($"CKA needs at least one sample with at least one feature, got [{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].");
        }

        KernelDrift.RequireFloat(x);
        KernelDrift.RequireFloat(y);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return KernelDrift.Alignment(CentredGram(x), CentredGram(y));
    }

    /// <summary>CKA of every block's output between two networks, averaged over batches.</summary>
    /// <param name="model">The network now.</param>
    /// <param name="initial">The network at initialisation.</param>
    /// <param name="batches">Batches x₀, shape [n, d] each.</param>
    /// <returns>One value per block, from the first to the last.</returns>
    /// <exception cref="ArgumentException">There is no batch, a batch does not fit, or the networks differ in shape.</exception>
    public static IReadOnlyList<double> PerBlock(RevMlp model, RevMlp initial, IEnumerable<Tensor> batches)
    {
        model.RequireSameShape(initial);
        using var noGrad = no_grad();
        var values = batches.Select(x => OfBlocks(model, initial, x)).ToArray();
        return values.Length == 0
            ? throw new ArgumentException("CKA is averaged over batches, so there must be at least one, got none.", nameof(batches))
            : [.. Enumerable.Range(0, model.Blocks.Count).Select(block => values.Average(batch => batch[block]))];
    }

    private static double[] OfBlocks(RevMlp model, RevMlp initial, Tensor x)
    {
        model.RequireState(x, nameof(x));
        using var scope = NewDisposeScope();
        return [.. BlockOutputs(model, x).Zip(BlockOutputs(initial, x), Of)];
    }

    /// <summary>x₁, …, x_L, shape [n, d] each, in the caller's dispose scope.</summary>
    private static IEnumerable<Tensor> BlockOutputs(RevMlp model, Tensor x)
    {
        var state = Halves.Split(x);
        foreach (var block in model.Blocks)
        {
            state = block.Forward(state);
            yield return state.Join();
        }
    }

    // Centring the columns of X centres K on both sides: (HX)(HX)ᵀ = HKH. Against the first sample first: what is constant then leaves zeros, and a large offset no rounding of its size.
    private static Tensor CentredGram(Tensor x)
    {
        var scaled = Magnitude.Scaled(x);
        var moved = scaled - scaled.narrow(0, 0, 1);
        var centred = Magnitude.Scaled(moved - moved.mean([0]));
        return centred.mm(centred.mT);
    }
}
