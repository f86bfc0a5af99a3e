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

    /// <summary>(f(θ + hΔ) − f(θ − hΔ))/2h → JΔ, in the outputs f; the weights are restored exactly.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="update">Δ.</param>
    /// <param name="h">The step, in multiples of Δ.</param>
    /// <returns>Shape [n, c]; the caller owns it.</returns>
    [Equation("(f(x + ht) − f(x − ht))/2h → f′(x)[t]")]
    public static Tensor InParameters(ReversibleNetwork model, Tensor x, Update update, double h) =>
        InParameters(model, model.Output, x, update, h);

    /// <summary>The same in x_L → J_xΔ, without the read-out.</summary>
    /// <returns>Shape [n, d]; the caller owns it.</returns>
    /// <inheritdoc cref="InParameters(ReversibleNetwork, Tensor, Update, double)"/>
    public static Tensor StateInParameters(ReversibleNetwork model, Tensor x, Update update, double h) =>
        InParameters(model, model.Forward, x, update, h);

    private static Tensor InParameters(
        ReversibleNetwork model, Func<Tensor, Tensor> f, Tensor x, Update update, double h)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return ((At(h) - At(-h)) / (2 * h)).MoveToOuterDisposeScope();

        Tensor At(double step)
        {
            using var moved = Update.Snapshot(model);
            update.ApplyTo(model, -step);
            var output = f(x);
            moved.RestoreTo(model);
            return output;
        }
    }
}
