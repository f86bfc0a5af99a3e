namespace ExactGN.Tests;

/// <summary>Standard normal numbers by Box and Muller's transform.</summary>
public static class GaussianNumbers
{
    /// <summary>One number.</summary>
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Numbers shifted and scaled to sample mean 0 and sample standard deviation 1.</summary>
    public static double[] Standardised(Random random, int count)
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(_ => Next(random))];
        var mean = numbers.Average();
        var deviation = Math.Sqrt(numbers.Sum(z => (z - mean) * (z - mean)) / (count - 1));
        return [.. numbers.Select(z => (z - mean) / deviation)];
    }
}
