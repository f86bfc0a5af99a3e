using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>How a reversible step solves its half-couplings' least-squares problems. Which of the library's solvers
/// that is may follow from a run's size and precision and from the device.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Truncated), "truncated")]
[JsonDerivedType(typeof(Untruncated), "untruncated")]
[JsonDerivedType(typeof(Tikhonov), "damped")]
[JsonDerivedType(typeof(Perturbed), "noisy")]
public abstract record HalfSolver
{
    /// <summary>The library's solver.</summary>
    /// <param name="run">The run that takes it.</param>
    /// <param name="device">Where it is made.</param>
    internal abstract LeastSquaresSolver For(RunConfiguration run, DeviceType device);

    /// <summary>With the singular values above rtol·σ_max and atol: <see cref="TruncatedGramEigen"/>, or
    /// <see cref="MixedGramEigen"/> where the dtype is too coarse for rtol; on CUDA, which decomposes in float64 as
    /// fast as in float32, all of it in float64 there.</summary>
    /// <param name="Rtol">Singular values below rtol·σ_max are cut.</param>
    /// <param name="Atol">Singular values below atol are cut.</param>
    public sealed record Truncated(double Rtol = 1e-2, double Atol = 1e-5) : HalfSolver
    {
        internal override LeastSquaresSolver For(RunConfiguration run, DeviceType device)
        {
            // The Gram matrix tells singular values above √(k·eps)·σ_max from rounding, k = min(r, m); where float32 is
            // too coarse for rtol its rounding is measured, and float64 decides where that could matter.
            var smaller = (double)new NetworkSize(run.Model).Smaller(run.BatchSize);
            return Rtol >= 2 * Math.Sqrt(smaller * finfo(run.Dtype).eps) ? new TruncatedGramEigen(Rtol, Atol)
                : device == DeviceType.CUDA ? new TruncatedGramEigen(Rtol, Atol, InDouble: true)
                : new MixedGramEigen(Rtol, Atol);
        }
    }

    /// <summary>With all of them, <see cref="GramCholesky"/>; where that fails with those above rounding,
    /// <see cref="TruncatedSvd"/>.</summary>
    public sealed record Untruncated : HalfSolver
    {
        internal override LeastSquaresSolver For(RunConfiguration run, DeviceType device) => new GramCholesky();
    }

    /// <summary>With (ããᵀ + λI)⁻¹, <see cref="Damped"/>.</summary>
    /// <param name="Lambda">λ, positive.</param>
    public sealed record Tikhonov(double Lambda) : HalfSolver
    {
        internal override LeastSquaresSolver For(RunConfiguration run, DeviceType device) => new Damped(Lambda);
    }

    /// <summary>Another's of ã with Gaussian noise, drawn anew for every update,
    /// <see cref="Noisy"/>.</summary>
    /// <param name="Inner">The other.</param>
    /// <param name="Noise">The noise's size relative to ã's.</param>
    public sealed record Perturbed(HalfSolver Inner, double Noise) : HalfSolver
    {
        internal override LeastSquaresSolver For(RunConfiguration run, DeviceType device) =>
            new Noisy(Inner.For(run, device), Noise);
    }
}
