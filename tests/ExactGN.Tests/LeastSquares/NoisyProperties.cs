namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: noise in the features.</summary>
public sealed class NoisyProperties
{
    [Claim("LS-36")]
    public Property Noise_moves_the_features_by_the_share_asked_for_and_each_seed_elsewhere(
        NoisyRule rule, NoisyMatrix recipe)
    {
        using var scope = NewDisposeScope();
        var a = recipe.Build();

        // (ã + E)⁺ told from its action on the identity; its own pseudo-inverse is ã + E.
        Tensor E(ulong seed) => Dense.PseudoInverse(rule.Solve(
            a.to(Steering.Device), eye(recipe.Rows, dtype: float64, device: Steering.Device), recipe.Noise, seed).cpu())
            - a;
        var (first, second) = (E((ulong)recipe.Seed), E((ulong)recipe.Seed + 1));

        return Verdict.Below(
            recipe, [Deviations(first, 1), Deviations(second, 1), Deviations(first - second, 2)], threshold: 8);

        // ‖E‖² in units of (ν‖ã‖)²·k/(nm) has χ² with nm degrees of freedom: how many standard deviations √(2nm) from
        // its mean.
        double Deviations(Tensor e, int k)
        {
            var size = recipe.Rows * recipe.Columns;
            return Math.Abs((e.norm() / (recipe.Noise * a.norm())).square().ToDouble() / k - 1) / Math.Sqrt(2.0 / size);
        }
    }
}
