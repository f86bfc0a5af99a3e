namespace ExactGN.GaussNewton;

/// <summary>A batch on its way through the network: the state it arrives in, and how the points that it passed are
/// found again.</summary>
/// <param name="Network">The network.</param>
/// <param name="State">x_L, shape [n, d].</param>
[Equation("features kept from x₀ → x_L, or recovered by the inverse")]
internal abstract record Trajectory(ReversibleNetwork Network, Tensor State)
{
    /// <summary>Follows a batch and keeps nothing but its end. In the caller's dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="evaluation">How half-couplings are evaluated.</param>
    internal static Trajectory Passing(ReversibleNetwork network, Tensor x, CouplingEvaluation evaluation)
    {
        using var scope = NewDisposeScope();
        var state = default(Halves);
        foreach (var passage in Walk.Up(network.Blocks, x, evaluation))
        {
            state = passage.Output;
        }

        return new Recovered(network, state.Join().MoveToOuterDisposeScope());
    }

    /// <summary>Follows a batch and keeps its points, 2L matrices ã. In the caller's dispose scope and its
    /// workspace's open level.</summary>
    /// <inheritdoc cref="Passing"/>
    internal static Trajectory Keeping(ReversibleNetwork network, Tensor x, CouplingEvaluation evaluation)
    {
        using var scope = NewDisposeScope();
        List<BlockPoint> points = [];
        var state = default(Halves);
        foreach (var passage in Walk.Up(network.Blocks, x, evaluation.Kept))
        {
            points.Add(passage.Point.MoveToOuterDisposeScope());
            state = passage.Output;
        }

        return new Kept(
            network,
            state.Join().MoveToOuterDisposeScope(),
            [.. points.Select(point => point.MoveToOuterDisposeScope())]);
    }

    /// <summary>The points, from the output to the input, each in a dispose scope and a level of its own, which
    /// close with the next.</summary>
    /// <param name="evaluation">How half-couplings are evaluated where they are not kept.</param>
    internal abstract IEnumerable<BlockPoint> Downward(CouplingEvaluation evaluation);

    /// <summary>One whose points the inverse recovers.</summary>
    internal sealed record Recovered(ReversibleNetwork Network, Tensor State) : Trajectory(Network, State)
    {
        internal override IEnumerable<BlockPoint> Downward(CouplingEvaluation evaluation) =>
            Walk.Down(Network.Blocks, State, evaluation).Select(passage => passage.Point);
    }

    /// <summary>One whose points are kept.</summary>
    /// <param name="Network">The network.</param>
    /// <param name="State">x_L, shape [n, d].</param>
    /// <param name="Points">The points, from the input to the output.</param>
    internal sealed record Kept(ReversibleNetwork Network, Tensor State, IReadOnlyList<BlockPoint> Points)
        : Trajectory(Network, State)
    {
        internal override IEnumerable<BlockPoint> Downward(CouplingEvaluation evaluation)
        {
            foreach (var point in Points.Reverse())
            {
                using var scope = NewDisposeScope();
                using var level = evaluation.Open();
                yield return point;
            }
        }

        /// <summary>The change of x_L, to first order, when the half-couplings' outputs change.</summary>
        /// <param name="change">What each one's changes by.</param>
        /// <returns>Shape [n, d], in the caller's dispose scope.</returns>
        internal Tensor Changed(Func<HalfCoupling, HalfTangent> change)
        {
            using var scope = NewDisposeScope();
            return ForwardTangent.Zero.Through(Upward(), point => change(point.Half))
                .WrittenOut(Halves.Split(State))
                .Join()
                .MoveToOuterDisposeScope();
        }

        private IEnumerable<BlockPoint> Upward()
        {
            foreach (var point in Points)
            {
                using var scope = NewDisposeScope();
                yield return point;
            }
        }
    }
}
