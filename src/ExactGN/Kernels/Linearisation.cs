namespace ExactGN.Kernels;

/// <summary>The network linearised in its weights at initialisation, moved along the same updates: f_lin(θ) = f(θ₀)
/// + J(θ₀)(θ − θ₀).</summary>
/// <remarks>theory/lazy-regime.md.</remarks>
[Equation("f_lin(θ) = f(θ₀) + J(θ₀)(θ − θ₀)")]
public static class Linearisation
{
    /// <summary>f_lin(θ) at the weights of another network.</summary>
    /// <param name="initial">The network at θ₀.</param>
    /// <param name="model">The network at θ: the same options, projections and read-out.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <returns>Shape [n, c] ([n, d] without read-out); the caller owns it.</returns>
    public static Tensor Output(ReversibleNetwork initial, ReversibleNetwork model, Tensor x)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var start = Update.Snapshot(initial);
        start.RequireFits(model);
        using var moved = new Update(
            model.HalfCouplings.Zip(initial.HalfCouplings, (now, then) => now.Weight - then.Weight).ToArray());
        return initial.ReadOut(initial.Forward(x) + initial.ParameterJvp(x, moved)).MoveToOuterDisposeScope();
    }

    /// <summary>‖f(θ) − f_lin(θ)‖/‖f(θ) − f(θ₀)‖, the part of the network's own movement that its linearisation
    /// misses.</summary>
    /// <param name="initial">The network at θ₀.</param>
    /// <param name="model">The network at θ.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <returns>The gap, whatever the outputs' scale; NaN when they have not moved.</returns>
    public static double Gap(ReversibleNetwork initial, ReversibleNetwork model, Tensor x)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var output = model.Output(x);
        return HostRead.Number(
            Magnitude.Norm(output - Output(initial, model, x)) / Magnitude.Norm(output - initial.Output(x)));
    }
}
