using System.Runtime.InteropServices;

namespace ExactGN.GaussNewton;

/// <summary>The minimum-norm Gauss-Newton update Δ_MN = J⁺ε = JᵀΘ⁻¹ε, through the structured kernel; any choice of
/// trainable half-couplings.</summary>
/// <remarks>Needs Θ = JJᵀ (n·c × n·c) of full rank, unless <see cref="Rtol"/> says which of J's singular values
/// count. For a singular H, as softmax's, J⁺ε solves the normal equations JᵀHJΔ = Jᵀg but is not their solution of
/// least norm, which is (H^½J)⁺(H^½)⁺g. theory/exact-update.md and theory/lazy-regime.md.</remarks>
/// <param name="Loss">The loss.</param>
/// <param name="Curvature">Exact, damped or identity.</param>
[Equation("Δ_MN = J⁺ε = JᵀΘ⁻¹ε")]
public sealed record MinimumNormGaussNewton(Loss Loss, Curvature Curvature)
{
    /// <summary>Singular values of J below this times σ_max are cut, by the eigenvalues of Θ, those of J squared: at
    /// least √(n·c·eps). 0 for none, and then Θ must be positive definite.</summary>
    public double Rtol { get; init => field = Share(value); }

    /// <summary>The update for a batch; the network is not changed.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="targets">y, shape [n, c] (or [n, d] without read-out).</param>
    /// <returns>Δ_MN; the caller owns it.</returns>
    /// <exception cref="NumericalException">ε is not representable, or Θ is not numerically positive
    /// definite.</exception>
    [Equation("r ← (1 − α)r + O(α²)")]
    public Update Step(ReversibleNetwork model, Tensor x, Tensor targets)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = model.Forward(x);
        var outputs = model.ReadOut(state);
        var error = Loss.DeferNewtonDirection(outputs, targets, Curvature);
        return Solve(model, state, error, Rtol, () => Loss.NotRepresentable(outputs, targets, Curvature));
    }

    /// <summary>Δ_MN = JᵀΘ⁻¹ε for a given output error: by Cholesky, accurate to u·κ(Θ).</summary>
    /// <remarks>Rank is missing where the factorisation breaks down or σ_min(L) is at rounding level: its square at
    /// most 4√k·eps times L's longest row's, k = n·c, by inverse iteration. theory/least-squares.md.</remarks>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="error">ε, shape [n, c].</param>
    /// <returns>Δ_MN; the caller owns it.</returns>
    /// <exception cref="NumericalException">ε is not finite, or Θ is not numerically positive definite.</exception>
    [Equation("f(x*) ← f(x*) − αΘ(x*, X)Θ⁻¹ε")]
    public static Update Solve(ReversibleNetwork model, Tensor state, Tensor error) =>
        Solve(model, state, error, rtol: 0);

    /// <summary>J⁺ε without J's singular values below rtol·σ_max: JᵀΘ⁺ε by Θ's eigenvalues above rtol²·λ_max.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="error">ε, shape [n, c].</param>
    /// <param name="rtol">As <see cref="Rtol"/>.</param>
    /// <returns>Δ_MN; the caller owns it.</returns>
    /// <exception cref="NumericalException">ε is not finite, Θ is not numerically positive definite where nothing is
    /// cut, or the tolerance is below what Θ tells from rounding.</exception>
    public static Update Solve(ReversibleNetwork model, Tensor state, Tensor error, double rtol)
    {
        model.RequireState(state, nameof(state));
        ShapeRule.Require(error, [state.size(0), model.Outputs], state, "An output error");
        return Solve(model, state, error, Share(rtol), () => new(
            NumericalTrouble.NotFinite, "The output error ε must be finite; it contains NaN or infinity."));
    }

    // Computed to the end before anything is read from the device.
    private static Update Solve(
        ReversibleNetwork model, Tensor state, Tensor error, double rtol, Func<NumericalException> badError)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var theta = NeuralTangentKernel.OfState(model, state);
        var diagonal = theta.diagonal().amax([]);
        var held = Finite.All(theta)
            .bitwise_and(diagonal.eq(0).bitwise_or(diagonal > finfo(theta.dtype).tiny / finfo(theta.dtype).eps));
        var (z, definite) = Solved();
        var update = model.Gradient(state, model.Lift(z.view(error.shape)));
        if (HostRead.Numbers(stack([
            Finite.All(error), held, definite, Finite.All(stack(update.Deltas.Select(Magnitude.Of)))
        ])) is not [not 0, not 0, not 0, not 0] and var numbers)
        {
            update.Dispose();
            throw numbers[0] == 0 ? badError()
                : numbers[1] == 0 ? KernelNotRepresentable()
                : numbers[2] != 0
                ? new NumericalException(
                    NumericalTrouble.NotRepresentable,
                    $"The minimum-norm update must be representable in {theta.dtype}; that of this batch is not.")
                : new NumericalException(
                    NumericalTrouble.RankDeficient,
                    "The minimum-norm update needs a kernel JJᵀ that is positive definite beyond rounding; "
                    + $"the {theta.size(0)}×{theta.size(0)} one of this batch is not, in {theta.dtype}.");
        }

        return update;

        (Tensor Z, Tensor Definite) Solved()
        {
            try
            {
                return rtol > 0
                    ? ByEigenvalues(theta, error.reshape(-1, 1), rtol)
                    : ByCholesky(theta, error.reshape(-1, 1));
            }
            catch (ExternalException failure) when (failure.Message.Contains("converge", StringComparison.Ordinal))
            {
                throw !HostRead.Holds(Finite.All(error)) ? badError()
                    : !HostRead.Holds(held) ? KernelNotRepresentable()
                    : new NumericalException(
                        NumericalTrouble.NoConvergence,
                        $"The eigenvalues of a kernel of shape [{theta.size(0)}, {theta.size(0)}] must converge; "
                        + "they did not.",
                        failure);
            }
        }

        NumericalException KernelNotRepresentable() => new(
            NumericalTrouble.NotRepresentable,
            $"The kernel JJᵀ must be representable in {theta.dtype}; that of this batch is too large or too small, "
            + "or not finite.");
    }

    private static (Tensor Z, Tensor Definite) ByCholesky(Tensor theta, Tensor error)
    {
        var (factor, info) = linalg.cholesky_ex(theta);
        var level = 4 * Math.Sqrt(theta.size(0)) * finfo(theta.dtype).eps;
        var definite = info.eq(0).logical_and(Reciprocal(theta, factor) > level);
        return (cholesky_solve(error, factor), definite);
    }

    // λ_min(Θ)/max_j Θ_jj from above, as TriangularCondition has it of a factor: w = Θ⁻¹b leans to the eigenvector of
    // λ_min, and 1/(ŵᵀΘ⁻¹ŵ) ≥ λ_min. A pivot alone would not do.
    private static Tensor Reciprocal(Tensor theta, Tensor factor)
    {
        var probe = arange(1, theta.size(0) + 1, dtype: theta.dtype, device: theta.device).sin().unsqueeze(1);
        var w = cholesky_solve(probe, factor);
        w = w / linalg.vector_norm(w);
        return ((w * cholesky_solve(w, factor)).sum() * theta.diagonal().amax([])).reciprocal();
    }

    private static (Tensor Z, Tensor Definite) ByEigenvalues(Tensor theta, Tensor error, double rtol)
    {
        var blind = Math.Sqrt(theta.size(0) * finfo(theta.dtype).eps);
        if (rtol < blind)
        {
            throw new NumericalException(
                NumericalTrouble.BlindTolerance,
                $"A kernel of shape [{theta.size(0)}, {theta.size(0)}] in {theta.dtype} cannot tell singular values of "
                + $"J below {blind:g3}·σ_max from rounding, got rtol {rtol:g3}.");
        }

        var (lambda, q) = linalg.eigh(theta);
        var kept = TruncatedSpectrum.Kept(lambda, Math.Pow(rtol, 2) * lambda.amax([]));
        var inverse = lambda.reciprocal().masked_fill(kept.bitwise_not(), 0).unsqueeze(1);
        return (q.mm(inverse * q.mT.mm(error)), kept.any());
    }

    private static double Share(double rtol) => rtol is >= 0 and <= 1
        ? rtol
        : throw new ArgumentOutOfRangeException(
            nameof(rtol), rtol, "rtol is a share of the largest singular value and must lie between 0 and 1.");
}
