namespace ExactGN.GaussNewton;

/// <summary>What a step measures of itself.</summary>
internal abstract record Meter
{
    /// <summary>Nothing, at no price.</summary>
    internal static Meter None { get; } = new Nothing();

    /// <summary>How far the step is from exact: residuals, for a product ãΔ each, and the defect, for a
    /// push-forward.</summary>
    /// <param name="x">x₀, shape [n, d].</param>
    internal static Meter Defect(Tensor x) => new Whole(x);

    /// <summary>Whether numbers come of it.</summary>
    internal abstract bool Measures { get; }

    /// <summary>‖ãX − s‖/‖s‖ of a solved half-coupling, a scalar; NaN where it is not measured.</summary>
    /// <param name="s">s, as rows of ãW.</param>
    /// <param name="realised">The left factor of ãX.</param>
    internal abstract Tensor Residual(LowRank s, Lazy<Tensor> realised);

    /// <summary>ãX as a half, where it will be asked for again; else nothing is computed, and zero stands for
    /// it.</summary>
    /// <param name="way">How the batch came to x_L.</param>
    /// <param name="change">ãX.</param>
    internal abstract HalfTangent Change(Trajectory way, Func<Tensor> change);

    /// <summary>J_xΔ, shape [n, d], of a finished sweep; null where it is not measured.</summary>
    /// <param name="way">How the batch came to x_L.</param>
    /// <param name="sweep">The sweep.</param>
    internal abstract Tensor? Moved(Trajectory way, DownwardSweep sweep);

    private sealed record Nothing : Meter
    {
        internal override bool Measures => false;

        internal override Tensor Residual(LowRank s, Lazy<Tensor> realised) =>
            full([], double.NaN, dtype: float64, device: s.Left.device);

        internal override HalfTangent Change(Trajectory way, Func<Tensor> change) => HalfTangent.Zero;

        internal override Tensor? Moved(Trajectory way, DownwardSweep sweep) => null;
    }

    private sealed record Whole(Tensor X) : Meter
    {
        internal override bool Measures => true;

        internal override Tensor Residual(LowRank s, Lazy<Tensor> realised) =>
            Magnitude.Norm(s.Times(realised.Value - s.Left))
            / Magnitude.Norm(s.Times(s.Left)).clamp_min(finfo(float64).tiny);

        // Kept points carry the changes on; else the finished update is pushed through.
        internal override HalfTangent Change(Trajectory way, Func<Tensor> change) =>
            way is Trajectory.Kept ? HalfTangent.Of(change()) : HalfTangent.Zero;

        internal override Tensor? Moved(Trajectory way, DownwardSweep sweep)
        {
            if (way is Trajectory.Kept kept)
            {
                return kept.Changed(sweep.ChangeOf);
            }

            using var update = new Update(sweep.Deltas.Select(delta => delta.alias()));
            return way.Network.ParameterJvp(X, update);
        }
    }
}
