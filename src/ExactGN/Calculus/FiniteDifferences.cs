namespace ExactGN.Calculus;

/// <summary>Finite differences: references whose error is known, O(h²) for the central form.
/// theory/tangents.md.</summary>
public static class FiniteDifferences
{
    /// <summary>(f(x + ht) − f(x − ht))/2h → f′(x)[t].</summary>
    /// <param name="f">The function; its results are disposed here.</param>
    /// <param name="x">Where.</param>
    /// <param name="t">Along what; the shape of <paramref name="x"/>.</param>
    /// <param name="h">The step, in multiples of t.</param>
    /// <returns>The shape of f's results; the caller owns it.</returns>
    [Equation("(f(x + ht) − f(x − ht))/2h → f′(x)[t]")]
    public static Tensor Central(Func<Tensor, Tensor> f, Tensor x, Tensor t, double h)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return ((f(x + h * t) - f(x - h * t)) / (2 * h)).MoveToOuterDisposeScope();
    }

    /// <summary>(f(θ + hΔ) − f(θ − hΔ))/2h → JΔ, in the outputs f (or x_L); the weights are restored exactly.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="update">Δ.</param>
    /// <param name="h">The step, in multiples of Δ.</param>
    /// <param name="wholeState">Takes f = x_L, without the read-out.</param>
    /// <returns>Shape [n, c] or [n, d]; the caller owns it.</returns>
    [Equation("(f(x + ht) − f(x − ht))/2h → f′(x)[t]")]
    public static Tensor InParameters(
        ReversibleNetwork model, Tensor x, Update update, double h, bool wholeState = false)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return ((At(h) - At(-h)) / (2 * h)).MoveToOuterDisposeScope();

        Tensor At(double step)
        {
            using var moved = Update.Snapshot(model);
            update.ApplyTo(model, -step);
            var output = wholeState ? model.Forward(x) : model.Output(x);
            moved.RestoreTo(model);
            return output;
        }
    }
}
