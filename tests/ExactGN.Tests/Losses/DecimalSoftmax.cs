namespace ExactGN.Tests;

/// <summary>
/// (H + λI)⁻¹g for one sample in 28-digit decimal arithmetic by Gaussian elimination: with condition 10¹² it still has
/// the 16 digits that a dense solve in float64 loses.
/// </summary>
public static class DecimalSoftmax
{
    private const int SquaringSteps = 7;

    /// <summary>The damped direction.</summary>
    /// <param name="f">f, with max f − min f below about 30.</param>
    /// <param name="y">y; what its rounding leaves of Σy = 1 goes to the largest entry, or (H + λI)⁻¹
    /// would amplify it by 1/λ.</param>
    /// <param name="lambda">λ, 10⁻¹² or more.</param>
    public static double[] Damped(double[] f, double[] y, double lambda)
    {
        decimal[] exact = [.. f.Select(Exact)];
        decimal[] weights = [.. exact.Select(value => Exp(value - exact.Max()))];
        decimal[] p = [.. weights.Select(weight => weight / weights.Sum())];
        decimal[] targets = [.. y.Select(Exact)];
        targets[Array.IndexOf(y, y.MaxBy(Math.Abs))] += 1 - targets.Sum();
        var c = p.Length;
        var system = new decimal[c, c + 1];
        for (var i = 0; i < c; i++)
        {
            for (var j = 0; j < c; j++)
            {
                system[i, j] = (i == j ? p[i] + Exact(lambda) : 0) - p[i] * p[j];
            }

            system[i, c] = p[i] - targets[i];
        }

        return [.. Eliminate(system, c).Select(value => (double)value)];
    }

    // A symmetric positive definite system needs no pivoting.
    private static decimal[] Eliminate(decimal[,] system, int c)
    {
        for (var k = 0; k < c; k++)
        {
            for (var i = k + 1; i < c; i++)
            {
                var factor = system[i, k] / system[k, k];
                for (var j = k; j <= c; j++)
                {
                    system[i, j] -= factor * system[k, j];
                }
            }
        }

        var x = new decimal[c];
        for (var i = c - 1; i >= 0; i--)
        {
            x[i] = (system[i, c] - Enumerable.Range(i + 1, c - 1 - i).Sum(j => system[i, j] * x[j])) / system[i, i];
        }

        return x;
    }

    /// <summary>exp(x) = exp(x/2⁷)^128, by its Taylor series.</summary>
    private static decimal Exp(decimal x)
    {
        var (small, term, sum) = (x / (1 << SquaringSteps), 1m, 1m);
        for (var k = 1; Math.Abs(term) > 1e-28m; k++)
        {
            term *= small / k;
            sum += term;
        }

        for (var k = 0; k < SquaringSteps; k++)
        {
            sum *= sum;
        }

        return sum;
    }

    /// <summary>A double to 28 digits: the conversion operator would keep only 15.</summary>
    private static decimal Exact(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var exponent = Math.ILogB(value) - 52;
        var result = (decimal)(long)Math.ScaleB(value, -exponent);
        for (; exponent < 0; exponent++)
        {
            result /= 2;
        }

        for (; exponent > 0; exponent--)
        {
            result *= 2;
        }

        return result;
    }
}
