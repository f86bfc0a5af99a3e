namespace ExactGN.Tests;

/// <summary>theory/tangents.md: the pull-back by the inverse Jacobian.</summary>
public sealed class PullBackProperties
{
    [Claim("TAN-8")]
    public Property Pulling_back_a_pushed_tangent_returns_it(
        TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var t = built.Gaussian(built.X.size(1), stream: 1);

        var back = rule.InverseJvp(built.Model, built.Model.Forward(built.X), rule.Jvp(built.Model, built.X, t));

        return RoundTrip(recipe, built, back - t, Ratio.Norm(t));
    }

    [Claim("TAN-9")]
    public Property Pushing_a_pulled_back_tangent_returns_it(
        TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var s = built.Gaussian(built.X.size(1), stream: 1);

        var again = rule.Jvp(built.Model, built.X, rule.InverseJvp(built.Model, built.Model.Forward(built.X), s));

        return RoundTrip(recipe, built, again - s, Ratio.Norm(s));
    }

    [Claim("TAN-10", Share = 0.5)]
    public Property The_pull_back_solves_with_the_dense_Jacobian(TangentRule rule, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = (recipe with { Samples = Math.Min(recipe.Samples, 3) }).Build();
        if (LinearRegion.IsNearKink(built.Model, built.X))
        {
            return Verdict.Discard();
        }

        var s = built.Gaussian(built.X.size(1), stream: 1);

        var pulled = rule.InverseJvp(built.Model, built.Model.Forward(built.X).detach(), s);

        var jacobian = AutogradJacobian.Dense(built.Model.Forward, built.X);
        var solved = Dense.ToMathNet(jacobian).LU().Solve(Dense.ToMathNet(s.reshape(-1, 1)));
        var amplification = Amplification.Of(built.Model, built.X);
        var condition = amplification.Inverse * amplification.Path * jacobian.size(0);
        return Verdict.Below(recipe, Ratio.Of(
            pulled.reshape(-1, 1).cpu() - Dense.FromMathNet(solved),
            (amplification.InversePath + (condition * amplification.Inverse)) * amplification.Coupling * Ratio.Norm(s),
            amplification.Size,
            s.dtype));
    }

    private static Property RoundTrip(
        NetworkRecipe recipe,
        NetworkCase built,
        Tensor error,
        double tangent,
        [System.Runtime.CompilerServices.CallerMemberName] string property = "")
    {
        if (LinearRegion.IsNearKink(built.Model, built.X))
        {
            return Verdict.Discard(property);
        }

        var amplification = Amplification.Of(built.Model, built.X);
        return Verdict.Below(
            recipe,
            Ratio.Of(
                error, amplification.RoundTrip * amplification.Coupling * tangent, amplification.Size, error.dtype),
            property: property);
    }
}
