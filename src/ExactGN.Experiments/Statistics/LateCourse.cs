namespace ExactGN.Experiments.Statistics;

/// <summary>What a training loss does in the later half of training.</summary>
public enum LateCourse
{
    /// <summary>It stands still: F₂ &lt; ln 1.1 and F₂ &lt; ½F₁.</summary>
    Stalls,

    /// <summary>It rises: F₂ &lt; 0.</summary>
    Rises,

    /// <summary>It goes on falling.</summary>
    Falls,
}

/// <summary>How far a loss fell from a quarter to half of training and from half to its end: F₁ = ln ℓ(E/4)/ℓ(E/2), F₂
/// = ln ℓ(E/2)/ℓ(E).</summary>
/// <remarks>
/// ℓ(e) is the geometric mean over the three epochs that end with e. Both falls are over a doubling of the epochs, so
/// that a power law t^(−k), which never stands still, has F₂ = F₁ = k ln 2.
/// </remarks>
/// <param name="First">F₁.</param>
/// <param name="Second">F₂.</param>
public readonly record struct LateFalls(double First, double Second)
{
    /// <summary>The fewest epochs with which it can be told: a stall shows in doublings.</summary>
    public const int LeastEpochs = 64;

    /// <summary>Of a curve.</summary>
    /// <param name="losses">ℓ at epochs 0…E, E ≥ 64, each positive.</param>
    /// <exception cref="ArgumentException">Fewer epochs.</exception>
    public static LateFalls Of(IReadOnlyList<double> losses)
    {
        var epochs = losses.Count - 1;
        if (epochs < LeastEpochs)
        {
            throw new ArgumentException(
                $"Whether a loss stalls takes at least {LeastEpochs} epochs to tell, got {epochs}.");
        }

        double Log(int epoch) => (Math.Log(losses[epoch - 2]) + Math.Log(losses[epoch - 1]) + Math.Log(losses[epoch]))
            / 3;
        return new(Log(epochs / 4) - Log(epochs / 2), Log(epochs / 2) - Log(epochs));
    }

    /// <summary>By how much the curve stalls: min(ln 1.1 − F₂, ½F₁ − F₂), positive where it does.</summary>
    public double StallMargin => Math.Min(Math.Log(1.1) - Second, First / 2 - Second);

    /// <summary>What it does; what rises is said to rise, though it also stalls.</summary>
    public LateCourse Course => Second < 0 ? LateCourse.Rises : StallMargin > 0 ? LateCourse.Stalls : LateCourse.Falls;
}
