namespace ExactGN.Kernels;

/// <summary>Linear centred kernel alignment of two representations of the same samples: CKA = ⟨HKH,
/// HLH⟩/(‖HKH‖‖HLH‖), K = XXᵀ, L = YYᵀ, H = I − 11ᵀ/n.</summary>
/// <remarks>
/// Kornblith et al., arXiv:1905.00414; theory/lazy-regime.md. Whatever the representations' scale, in float32 as in
/// float64. CKA is not defined where a representation is constant over the samples (one sample is) or not finite: that
/// is refused of two representations. Of two networks it is NaN, since runs record it of networks that may have died.
/// </remarks>
[Equation("⟨HKH, HLH⟩/(‖HKH‖‖HLH‖), H = I − 11ᵀ/n")]
public static class CenteredKernelAlignment
{
    private const long Chunk = 2048;

    /// <summary>CKA(X, Y).</summary>
    /// <param name="x">X, one sample per row, shape [n, p].</param>
    /// <param name="y">Y, shape [n, p′].</param>
    /// <returns>In [0, 1] up to rounding.</returns>
    /// <exception cref="ArgumentException">The numbers of samples, dtypes or devices differ, or there are fewer than
    /// two samples or no features, or a representation is the same for every sample.</exception>
    /// <exception cref="NumericalException">A representation is not finite.</exception>
    public static double Of(Tensor x, Tensor y)
    {
        if (x.dim() != 2 || y.dim() != 2 || x.size(0) != y.size(0))
        {
            throw new ArgumentException(
                $"CKA compares two representations of the same samples, got [{string.Join(", ", x.shape)}] and "
                + $"[{string.Join(", ", y.shape)}].");
        }

        RequireFeatures(x, y);
        if (x.dtype != y.dtype)
        {
            throw new ArgumentException(
                $"CKA compares two representations of one dtype, got {KernelDrift.Text(x)} and {KernelDrift.Text(y)}.");
        }

        if (x.size(0) == 1)
        {
            throw new ArgumentException(
                "CKA compares how representations vary over two or more samples, got one: "
                + $"[{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].");
        }

        return Defined(Measured(x, y), x, y, "CKA compares two representations that vary over the samples");
    }

    /// <summary>Debiased CKA, HSIC(K, L)/√(HSIC(K, K)·HSIC(L, L)) with the unbiased <see cref="Hsic"/>: near 0 for
    /// independent data however few samples there are, where <see cref="Of"/> is not.</summary>
    /// <remarks>Song et al., JMLR 13, 2012; T. Nguyen, M. Raghu and S. Kornblith, arXiv:2010.15327. In float64,
    /// whatever the inputs' dtype.</remarks>
    /// <param name="x">X, one sample per row, shape [n, p], n ≥ 4.</param>
    /// <param name="y">Y, shape [n, p′].</param>
    /// <returns>At most 1 up to rounding, and negative at times.</returns>
    /// <exception cref="ArgumentException">The numbers of samples or devices differ, or there are fewer than four
    /// samples or no features, or HSIC(K, K) or HSIC(L, L) is not positive.</exception>
    /// <exception cref="NumericalException">A representation is not finite.</exception>
    [Equation("unbiased HSIC and its quotient")]
    public static double Debiased(Tensor x, Tensor y)
    {
        if (x.dim() != 2 || y.dim() != 2 || x.size(0) != y.size(0) || x.size(0) < 4)
        {
            throw new ArgumentException(
                "Debiased CKA compares two representations of the same four or more samples, "
                + $"got [{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].");
        }

        RequireFeatures(x, y);
        return Defined(
            MeasuredWithoutBias(x, y), x, y, "Debiased CKA needs the unbiased HSIC of each representation with itself "
            + "to be positive");
    }

    // NaN where it is not defined.
    private static double Measured(Tensor x, Tensor y)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return KernelDrift.Alignment(CentredGram(x), CentredGram(y));
    }

    // NaN where it is not defined.
    private static double MeasuredWithoutBias(Tensor x, Tensor y)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (a, b) = (Centred(x.to(float64)), Centred(y.to(float64)));
        var (cross, first, second) = (Hsic.UnbiasedLinear(a, b), Hsic.UnbiasedLinear(a, a), Hsic.UnbiasedLinear(b, b));
        return HostRead.Numbers(stack([cross, first, second])) is [var ab, > 0 and var aa, > 0 and var bb]
            ? ab / Math.Sqrt(aa * bb)
            : double.NaN;
    }

    /// <summary>Debiased CKA between two networks, of every block's output x_k and of every half-coupling's branch
    /// ãW alone: in x_k the skip connection dominates, which training does not change.</summary>
    /// <param name="model">The network now.</param>
    /// <param name="initial">The network at initialisation.</param>
    /// <param name="x">x₀, shape [n, d], n ≥ 4; taken in chunks, so that features of all samples never exist at
    /// once.</param>
    /// <returns>One value per block and one per half-coupling, from the first to the last; NaN where it is not
    /// defined.</returns>
    /// <exception cref="ArgumentException">The batch does not fit or has fewer than four samples, or the networks
    /// differ in shape.</exception>
    public static DebiasedSimilarity Debiased(ReversibleNetwork model, ReversibleNetwork initial, Tensor x)
    {
        model.RequireSameShape(initial);
        model.RequireState(x, nameof(x));
        if (x.size(0) < 4)
        {
            throw new ArgumentException(
                "Debiased CKA compares two networks on the same four or more samples, "
                + $"got a batch of shape [{string.Join(", ", x.shape)}].",
                nameof(x));
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (now, then) = (Representations(model, x), Representations(initial, x));
        var blocks = model.Blocks.Count;
        double[] values = [.. now.Zip(then, MeasuredWithoutBias)];
        return new(values[..blocks], values[blocks..]);
    }

    /// <summary>CKA of every block's output between two networks, averaged over batches.</summary>
    /// <param name="model">The network now.</param>
    /// <param name="initial">The network at initialisation.</param>
    /// <param name="batches">Batches x₀, shape [n, d] each.</param>
    /// <returns>One value per block, from the first to the last; NaN where it is not defined.</returns>
    /// <exception cref="ArgumentException">There is no batch, a batch does not fit, or the networks differ in
    /// shape.</exception>
    public static IReadOnlyList<double> PerBlock(
        ReversibleNetwork model, ReversibleNetwork initial, IEnumerable<Tensor> batches)
    {
        model.RequireSameShape(initial);
        using var noGrad = no_grad();
        var values = batches.Select(x => OfBlocks(model, initial, x)).ToArray();
        return values.Length == 0
            ? throw new ArgumentException(
                "CKA is averaged over batches, so there must be at least one, got none.", nameof(batches))
            : [.. Enumerable.Range(0, model.Blocks.Count).Select(block => values.Average(batch => batch[block]))];
    }

    private static double[] OfBlocks(ReversibleNetwork model, ReversibleNetwork initial, Tensor x)
    {
        model.RequireState(x, nameof(x));
        using var scope = NewDisposeScope();
        return [.. BlockOutputs(model, x).Zip(BlockOutputs(initial, x), Measured)];
    }

    /// <summary>x₁, …, x_L, shape [n, d] each, in the caller's dispose scope.</summary>
    private static Tensor[] BlockOutputs(ReversibleNetwork model, Tensor x)
    {
        List<Tensor> outputs = [];
        foreach (var passage in Walk.Up(model.Blocks, x, CouplingEvaluation.InPlace(Workspace.None)))
        {
            outputs.Add(passage.Output.Join().MoveToOuterDisposeScope());
        }

        return [.. outputs];
    }

    // The outputs of all blocks, then the branches of all half-couplings; in the caller's dispose scope.
    private static Tensor[] Representations(ReversibleNetwork model, Tensor x)
    {
        var parts = x.split(Chunk).Select(OfChunk).ToArray();
        return [.. Enumerable.Range(0, 3 * model.Blocks.Count).Select(i => cat([.. parts.Select(part => part[i])]))];

        Tensor[] OfChunk(Tensor rows)
        {
            using var scope = NewDisposeScope();
            List<Tensor> outputs = [];
            List<Tensor> branches = [];
            var evaluation = CouplingEvaluation.InPlace(Workspace.None);
            foreach (var (_, _, output, branch) in Walk.Up(model.Blocks, rows, evaluation))
            {
                outputs.Add(output.Join().MoveToOuterDisposeScope());
                var moved = branch.MoveToOuterDisposeScope();
                branches.AddRange(moved.First, moved.Second);
            }

            return [.. outputs.Concat(branches).Select(part => part.MoveToOuterDisposeScope())];
        }
    }

    // Centring the columns of X centres K on both sides: (HX)(HX)ᵀ = HKH.
    private static Tensor CentredGram(Tensor x)
    {
        var centred = Centred(x);
        return centred.mm(centred.mT);
    }

    // At its own scale, and against the first sample first: what is constant then leaves zeros, and a large offset
    // no rounding of its size.
    private static Tensor Centred(Tensor x)
    {
        var scaled = Magnitude.Scaled(x);
        var moved = scaled - scaled.narrow(0, 0, 1);
        return Magnitude.Scaled(moved - moved.mean([0]));
    }

    private static void RequireFeatures(Tensor x, Tensor y)
    {
        if (x.numel() == 0 || y.numel() == 0)
        {
            throw new ArgumentException(
                $"CKA needs at least one sample with at least one feature, got [{string.Join(", ", x.shape)}] and "
                + $"[{string.Join(", ", y.shape)}].");
        }

        KernelDrift.RequireFloat(x);
        KernelDrift.RequireFloat(y);
        if (x.device_type != y.device_type)
        {
            throw new ArgumentException(
                $"CKA compares two representations on one device, got {KernelDrift.Text(x)} and "
                + $"{KernelDrift.Text(y)}.");
        }
    }

    // Why there is no value is asked only where there is none.
    private static double Defined(double value, Tensor x, Tensor y, string rule)
    {
        if (!double.IsNaN(value))
        {
            return value;
        }

        using var scope = NewDisposeScope();
        throw HostRead.Holds(Finite.All(x).logical_and(Finite.All(y)))
            ? new ArgumentException(
                $"{rule}, got {KernelDrift.Text(x)} and {KernelDrift.Text(y)}, for one of which that does not hold.")
            : new NumericalException(
                NumericalTrouble.NotFinite,
                $"CKA compares two representations that are finite; {KernelDrift.Text(x)} or {KernelDrift.Text(y)} "
                + "contains NaN or infinity.");
    }
}

/// <summary>Debiased CKA of a network's parts with those of another.</summary>
/// <param name="Blocks">Of each block's output.</param>
/// <param name="Branches">Of each half-coupling's branch ãW: F and G of the first block, then of the second.</param>
[Equation("unbiased HSIC and its quotient")]
public sealed record DebiasedSimilarity(IReadOnlyList<double> Blocks, IReadOnlyList<double> Branches);
