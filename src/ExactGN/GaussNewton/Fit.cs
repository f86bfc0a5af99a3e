namespace ExactGN.GaussNewton;

/// <summary>What a step is to fit: ε_x, with what is known of where it came from.</summary>
/// <param name="Error">ε_x.</param>
internal abstract record Fit(Tangent Error)
{
    /// <summary>The error of a batch under a loss: ε = H⁺g, lifted.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="targets">y, shape [n, c].</param>
    /// <param name="loss">The loss.</param>
    /// <param name="curvature">Exact, damped or identity.</param>
    internal static Fit Of(ReversibleNetwork model, Tensor state, Tensor targets, Loss loss, Curvature curvature)
    {
        var outputs = model.ReadOut(state);
        var error = loss.DeferNewtonDirection(outputs, targets, curvature);
        return new OfBatch(
            model.LiftTangent(error),
            loss.Value(outputs, targets),
            () => loss.NotRepresentable(outputs, targets, curvature));
    }

    /// <summary>An error that is given.</summary>
    /// <param name="error">ε_x, shape [n, d].</param>
    internal static Fit To(Tensor error) => new Given(new Tangent(Halves.Split(error)));

    /// <summary>The batch's mean loss, a scalar; null where it is not known.</summary>
    internal abstract Tensor? Loss { get; }

    /// <summary>What to say of an ε that is not finite.</summary>
    internal abstract NumericalException NotFinite();

    private sealed record OfBatch(Tangent Error, Tensor Mean, Func<NumericalException> Reason) : Fit(Error)
    {
        internal override Tensor? Loss => Mean;

        internal override NumericalException NotFinite() => Reason();
    }

    private sealed record Given(Tangent Error) : Fit(Error)
    {
        internal override Tensor? Loss => null;

        internal override NumericalException NotFinite() =>
            new(NumericalTrouble.NotFinite, "The output error ε must be finite; it contains NaN or infinity.");
    }
}
