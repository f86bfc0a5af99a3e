namespace ExactGN.Experiments.Statistics;

/// <summary>Student's t distribution with ν degrees of freedom.</summary>
/// <remarks>
/// P(T ≤ t) = 1 − ½ I_x(ν/2, ½) with x = ν/(ν + t²), t ≥ 0. For integer ν this incomplete beta function is the finite
/// sum of Abramowitz and Stegun, 26.7.3 and 26.7.4, which needs no approximation; the quantile bisects it.
/// </remarks>
public static class StudentT
{
    /// <summary>P(−t ≤ T ≤ t).</summary>
    /// <param name="t">t ≥ 0.</param>
    /// <param name="degrees">ν ≥ 1.</param>
    public static double CentralProbability(double t, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        var theta = Math.Atan(t / Math.Sqrt(degrees));
        var (sin, cos) = (Math.Sin(theta), Math.Cos(theta));

        // Odd ν: (2/π)(θ + sin θ (cos θ + ⅔ cos³θ + … )). Even ν: sin θ (1 + ½ cos²θ + (1·3)/(2·4) cos⁴θ + …). Powers
        // up to ν − 2.
        var odd = degrees % 2 == 1;
        var (term, sum) = odd ? (cos, 0.0) : (1.0, 0.0);
        for (var power = odd ? 1 : 0; power <= degrees - 2; power += 2)
        {
            sum += term;
            term *= cos * cos * (power + 1) / (power + 2);
        }

        return odd ? 2 / Math.PI * (theta + sin * sum) : sin * sum;
    }

    /// <summary>P(T ≥ t).</summary>
    /// <param name="t">Any number, also ±∞.</param>
    /// <param name="degrees">ν ≥ 1.</param>
    public static double UpperTail(double t, int degrees) =>
        Math.Clamp((1 - Math.Sign(t) * CentralProbability(Math.Abs(t), degrees)) / 2, 0, 1);

    /// <summary>The t with P(T ≤ t) = probability.</summary>
    /// <param name="probability">Above ½ and below 1.</param>
    /// <param name="degrees">ν ≥ 1.</param>
    public static double Quantile(double probability, int degrees) => TwoSidedQuantile(2 * probability - 1, degrees);

    /// <summary>The t with P(−t ≤ T ≤ t) = confidence, such as 2.262 for 95 % and ν = 9.</summary>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <param name="degrees">ν ≥ 1.</param>
    public static double TwoSidedQuantile(double confidence, int degrees)
    {
        if (confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(confidence), confidence, "A confidence must lie between 0 and 1.");
        }

        var (low, high) = (0.0, 1.0);
        while (CentralProbability(high, degrees) < confidence)
        {
            high *= 2;
        }

        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            (low, high) = CentralProbability(middle, degrees) < confidence ? (middle, high) : (low, middle);
        }

        return high;
    }
}
