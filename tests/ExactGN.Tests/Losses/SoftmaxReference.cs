namespace ExactGN.Tests;

/// <summary>Softmax per sample in System.Math's arithmetic, which shares no code with libtorch; float64 on the CPU,
/// in the caller's dispose scope.</summary>
/// <param name="LogP">log p = f − max f − log Σ exp(f − max f), shape [n, c].</param>
/// <param name="Y">y, shape [n, c].</param>
/// <param name="LogNormaliser">log Σ_j exp f_j per sample.</param>
/// <param name="LargestLogit">max |f|: an error u in f is an error u·max|f| in log p, and so a relative one
/// in p.</param>
public sealed record SoftmaxReference(Tensor LogP, Tensor Y, double[] LogNormaliser, double LargestLogit)
{
    /// <summary>p, shape [n, c].</summary>
    public Tensor P { get; } = LogP.exp();

    /// <summary>g = p − y, shape [n, c].</summary>
    public Tensor G => P - Y;

    /// <summary>H = diag(p) − ppᵀ per sample, shape [n, c, c]; its diagonal is p_i Σ_{j≠i} p_j, for p_i − p_i² loses
    /// the small entries of H where p_i is close to 1.</summary>
    public Tensor H
    {
        get
        {
            var products = P.unsqueeze(2) * P.unsqueeze(1);
            var others = products - diag_embed(P.square());
            return diag_embed(others.sum(2)) - others;
        }
    }

    /// <summary>How much a rounding of f is amplified in p: 1 + max |f| + max |log p|.</summary>
    public double Amplification => 1 + LargestLogit + LogP.abs().max().item<double>();

    /// <summary>The reference for given outputs and targets.</summary>
    public static SoftmaxReference Of(Tensor outputs, Tensor targets)
    {
        double[][] rows = [.. Rows(outputs)];
        double[] largest = [.. rows.Select(row => row.Max())];
        double[] tail = [.. rows.Select((row, i) => Math.Log(row.Sum(f => Math.Exp(f - largest[i]))))];
        double[] logP = [.. rows.SelectMany((row, i) => row.Select(f => f - largest[i] - tail[i]))];
        return new(
            tensor(logP, outputs.shape, dtype: float64),
            targets.detach().to(float64, CPU),
            [.. largest.Zip(tail, (a, b) => a + b)],
            rows.Max(row => row.Max(Math.Abs)));
    }

    /// <summary>The rows of a matrix as arrays of double.</summary>
    public static IEnumerable<double[]> Rows(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.detach().to(float64, CPU).contiguous().data<double>().ToArray().Chunk((int)a.size(1)).ToArray();
    }
}
