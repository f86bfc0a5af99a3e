namespace ExactGN.LeastSquares;

/// <summary>The smaller Gram matrix of ã [n, m]: K = ããᵀ for n ≤ m, else ãᵀã.</summary>
internal static class GramMatrix
{
    // On a processor a product of fewer rows is too small to be worth parting.
    private const long Smallest = 128;

    // Columns that are converted at a time where K has another dtype than ã.
    private const long Panel = 1024;

    /// <summary>K, shape [k, k] with k = min(n, m), in the caller's dispose scope.</summary>
    /// <remarks>
    /// The lower left quarter is one product, the upper right one its transpose and the diagonal ones are Gram matrices
    /// again, so that 1/2 + 1/2^(r+1) of the full product's work is done, r times halved. On a GPU it is the full
    /// product: there the small ones take longer than what they save.
    /// </remarks>
    /// <param name="a">ã.</param>
    [Equation("ããᵀ = QΛQᵀ, X = ãᵀQΛ⁺Qᵀs")]
    internal static Tensor Of(Tensor a) => Of(a, a.dtype);

    /// <summary>The same, formed in another dtype.</summary>
    /// <param name="a">ã.</param>
    /// <param name="dtype">That of K.</param>
    internal static Tensor Of(Tensor a, ScalarType dtype) => OfRows(Smaller(a), dtype);

    /// <summary>Those of two matrices with one k, shape [2, k, k], in the caller's dispose scope.</summary>
    /// <param name="first">One ã.</param>
    /// <param name="second">The other, with its dtype and device.</param>
    internal static Tensor OfBoth(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var k = Math.Min(first.size(0), first.size(1));
        var both = zeros([2, k, k], dtype: first.dtype, device: first.device);
        Fill(both[0], Smaller(first));
        Fill(both[1], Smaller(second));
        return both.MoveToOuterDisposeScope();
    }

    /// <summary>AAᵀ, whatever the shape of A; in the caller's dispose scope.</summary>
    /// <param name="rows">A.</param>
    internal static Tensor OfRows(Tensor rows) => OfRows(rows, rows.dtype);

    /// <summary>The same, formed in another dtype.</summary>
    /// <param name="rows">A.</param>
    /// <param name="dtype">That of AAᵀ.</param>
    internal static Tensor OfRows(Tensor rows, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var k = zeros([rows.size(0), rows.size(0)], dtype: dtype, device: rows.device);
        Fill(k, rows);
        return k.MoveToOuterDisposeScope();
    }

    private static Tensor Smaller(Tensor a) => a.size(0) <= a.size(1) ? a : a.mT;

    // k ← AAᵀ in the dtype of k, which begins with zeros.
    private static void Fill(Tensor k, Tensor rows)
    {
        var type = k.dtype;
        var width = type == rows.dtype ? rows.size(1) : Panel;
        for (var column = 0L; column < rows.size(1); column += width)
        {
            using var inner = NewDisposeScope();
            Add(k, rows.narrow(1, column, Math.Min(width, rows.size(1) - column)).to(type));
        }
    }

    // k ← k + rows rowsᵀ for a symmetric k.
    private static void Add(Tensor k, Tensor rows)
    {
        var n = rows.size(0);
        if (n <= Smallest || k.device_type == DeviceType.CUDA)
        {
            k.addmm_(rows, rows.mT, beta: 1, alpha: 1);
            return;
        }

        var half = n / 2;
        var (upper, lower) = (rows.narrow(0, 0, half), rows.narrow(0, half, n - half));
        Add(k.narrow(0, 0, half).narrow(1, 0, half), upper);
        var quarter = k.narrow(0, half, n - half).narrow(1, 0, half).addmm_(lower, upper.mT, beta: 1, alpha: 1);
        k.narrow(0, 0, half).narrow(1, half, n - half).copy_(quarter.mT);
        Add(k.narrow(0, half, n - half).narrow(1, half, n - half), lower);
    }
}
