namespace ExactGN.Kernels;

/// <summary>Θ by random probes, without J and without the n·c × n·c matrix: Θv = J(Jᵀv), one vjp and one jvp per
/// probe.</summary>
/// <remarks>
/// Quotients are NaN, and no error, where they have no value: runs record them of networks that may have died.
/// <para>For probes with E[vvᵀ] = I the mean of (Av)·(Bv) is an unbiased estimate of ⟨A, B⟩ = tr AᵀB; for Gaussian
/// probes its variance over k probes is 2‖sym(AᵀB)‖²/k. theory/lazy-regime.md.</para>
/// </remarks>
public static class SketchedNeuralTangentKernel
{
    /// <summary>Gaussian probes, N(0, 1), drawn in float64 on the CPU and then cast; shape [k, n, c]. The caller
    /// owns them.</summary>
    /// <param name="model">The network, which gives c (d without read-out), dtype and device.</param>
    /// <param name="count">k.</param>
    /// <param name="samples">n.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">k or n is not positive.</exception>
    /// <exception cref="ArgumentException">Memory cannot hold them.</exception>
    public static Tensor Probes(ReversibleNetwork model, int count, long samples, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        // As they are drawn, and once more in another dtype.
        var bytes = sizeof(double) + (model.Dtype == ScalarType.Float64 ? 0 : sizeof(float));
        MemoryRule.Require(
            (Int128)count * samples * model.Outputs * bytes,
            MemoryRule.Available,
            $"Probes must fit into memory; this draw of {count} for {samples} samples and {model.Outputs} outputs");
        using var generator = new Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        return randn([count, samples, model.Outputs], dtype: float64, generator: generator)
            .to(model.Dtype, model.Device)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Θv for each probe: v → Jᵀv → J(Jᵀv).</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="probes">v, shape [k, n, c].</param>
    /// <returns>Shape [k, n·c], in the order of <see cref="NeuralTangentKernel"/>; the caller owns it.</returns>
    [Equation("Θv = J(Jᵀv)")]
    public static Tensor Products(ReversibleNetwork model, Tensor x, Tensor probes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = model.Forward(x);
        return stack(Enumerable.Range(0, (int)probes.size(0)).Select(i => Product(probes[i])))
            .MoveToOuterDisposeScope();

        Tensor Product(Tensor v)
        {
            using var inner = NewDisposeScope();
            using var gradient = model.Gradient(state, model.Lift(v));
            return model.ReadOut(model.ParameterJvp(x, gradient)).reshape(-1).MoveToOuterDisposeScope();
        }
    }

    /// <summary>The unbiased estimate of ⟨A, B⟩: the mean over the probes of (Av)·(Bv).</summary>
    /// <param name="av">Av, shape [k, n·c].</param>
    /// <param name="bv">Bv for the same probes, shape [k, n·c].</param>
    [Equation("⟨A, B⟩ ≈ mean_k (Av_k)·(Bv_k), their quotient")]
    public static double InnerProduct(Tensor av, Tensor bv)
    {
        KernelDrift.RequireAlike(av, bv);
        using var scope = NewDisposeScope();
        var (a, b) = (Magnitude.Of(av), Magnitude.Of(bv));
        return HostRead.Number((av / a * (bv / b)).sum().to(float64) / av.size(0) * a.to(float64) * b.to(float64));
    }

    /// <summary>The alignment ⟨A, B⟩/(‖A‖‖B‖) with all three terms summed over the probes before the quotient; its
    /// error falls as 1/√k.</summary>
    /// <param name="av">Av, shape [k, n·c].</param>
    /// <param name="bv">Bv for the same probes, shape [k, n·c].</param>
    /// <returns>NaN where a product is zero or not finite.</returns>
    /// <exception cref="ArgumentException">The two differ in shape, dtype or device, or are empty.</exception>
    [Equation("⟨A, B⟩ ≈ mean_k (Av_k)·(Bv_k), their quotient")]
    public static double Alignment(Tensor av, Tensor bv)
    {
        KernelDrift.RequireAlike(av, bv);
        using var scope = NewDisposeScope();
        var (a, b) = (Magnitude.Scaled(av), Magnitude.Scaled(bv));
        return InnerProduct(a, b) / Math.Sqrt(InnerProduct(a, a) * InnerProduct(b, b));
    }

    /// <summary>The reference's estimate, for comparison only: the cosine of the products AVERAGED over the probes.
    /// It is the estimate from one probe, v̄, whatever k is.</summary>
    /// <param name="av">Av, shape [k, n·c].</param>
    /// <param name="bv">Bv for the same probes, shape [k, n·c].</param>
    /// <returns>NaN where a mean is zero or not finite.</returns>
    /// <exception cref="ArgumentException">The two differ in shape, dtype or device, or are empty.</exception>
    public static double ReferenceAlignment(Tensor av, Tensor bv)
    {
        KernelDrift.RequireAlike(av, bv);
        using var scope = NewDisposeScope();
        return Alignment(av.mean([0], keepdim: true), bv.mean([0], keepdim: true));
    }
}
