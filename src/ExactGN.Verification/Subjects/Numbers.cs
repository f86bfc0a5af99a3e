using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Verification.Subjects;

/// <summary>A vector or a matrix (row-major) of float64 numbers that the kit computes with; managed, and never
/// changed.</summary>
/// <remarks>The kit's own arithmetic shares no code with libtorch. What a subject computes in float32 is held as the
/// double that it is.</remarks>
public sealed class Numbers
{
    private readonly double[] _values;

    private Numbers(double[] values, int rows, int? columns)
    {
        (_values, RowCount, Columns) = (values, rows, columns);
    }

    /// <summary>The numbers, row by row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Rows, or the length of a vector.</summary>
    public int RowCount { get; }

    /// <summary>Columns; null for a vector.</summary>
    public int? Columns { get; }

    /// <summary>One or two lengths.</summary>
    public IReadOnlyList<int> Shape => Columns is { } columns ? [RowCount, columns] : [RowCount];

    internal int ColumnCount => Columns ?? 1;

    internal bool AllFinite => _values.All(double.IsFinite);

    internal double this[int row, int column] => _values[(row * ColumnCount) + column];

    internal double this[int index] => _values[index];

    /// <summary>A vector.</summary>
    /// <param name="values">Taken over, not copied.</param>
    public static Numbers Vector(double[] values) => new(values, values.Length, null);

    /// <summary>A matrix.</summary>
    /// <param name="values">Row by row; taken over, not copied.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="ArgumentException">There are not rows · columns numbers.</exception>
    public static Numbers Matrix(double[] values, int rows, int columns) => values.Length == rows * columns
        ? new(values, rows, columns)
        : throw new ArgumentException(
            $"A matrix needs rows · columns numbers, got {values.Length} for {rows} × {columns}.");

    /// <summary>a + b.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">Another of its shape.</param>
    public static Numbers operator +(Numbers a, Numbers b) => a.Zip(b, (x, y) => x + y);

    /// <summary>a − b.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">Another of its shape.</param>
    public static Numbers operator -(Numbers a, Numbers b) => a.Zip(b, (x, y) => x - y);

    /// <summary>c · a.</summary>
    /// <param name="c">A number.</param>
    /// <param name="a">Numbers.</param>
    public static Numbers operator *(double c, Numbers a) => a.Map(x => c * x);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Shape)}]";

    internal static Numbers From(IReadOnlyList<int> shape, double[] values) => shape.Count switch
    {
        1 => Vector(values),
        2 => Matrix(values, shape[0], shape[1]),
        _ => throw new InvalidDataException($"An array must have one or two lengths, got {shape.Count}."),
    };

    internal static Numbers Zeros(int rows, int columns) => new(new double[rows * columns], rows, columns);

    internal static Numbers Identity(int size)
    {
        var one = Zeros(size, size);
        for (var i = 0; i < size; i++)
        {
            one._values[(i * size) + i] = 1;
        }

        return one;
    }

    internal static Numbers Unit(int length, int place)
    {
        var values = new double[length];
        values[place] = 1;
        return Vector(values);
    }

    internal static Numbers Stack(IReadOnlyList<Numbers> rows) =>
        Matrix([.. rows.SelectMany(row => row._values)], rows.Count, rows[0]._values.Length);

    internal Numbers Map(Func<double, double> f) => new(Array.ConvertAll(_values, x => f(x)), RowCount, Columns);

    internal Numbers Zip(Numbers other, Func<double, double, double> f)
    {
        if (!Shape.SequenceEqual(other.Shape))
        {
            throw new ArgumentException($"Numbers that are combined must share a shape, got {this} and {other}.");
        }

        var values = new double[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = f(_values[i], other._values[i]);
        }

        return new(values, RowCount, Columns);
    }

    internal Numbers Rounded(Precision precision) => precision == Precision.Single ? Map(precision.Round) : this;

    internal Numbers Flat() => Vector(_values);

    internal Numbers Reshaped(int rows, int columns) => Matrix(_values, rows, columns);

    internal Numbers Like(Numbers other) => new(_values, other.RowCount, other.Columns);

    internal Numbers Row(int i) => Matrix(_values[(i * ColumnCount)..((i + 1) * ColumnCount)], 1, ColumnCount);

    internal Numbers Take(IReadOnlyList<int> rows) =>
        Matrix([.. rows.SelectMany(i => _values[(i * ColumnCount)..((i + 1) * ColumnCount)])], rows.Count, ColumnCount);

    internal Numbers Column(int j) => Vector([.. Enumerable.Range(0, RowCount).Select(i => this[i, j])]);

    internal Numbers Slice(int from, int count) =>
        Matrix([.. Enumerable.Range(0, RowCount).SelectMany(i =>
            Enumerable.Range(from, count).Select(j => this[i, j]))], RowCount, count);

    internal Numbers Beside(Numbers right) => Matrix(
        [.. Enumerable.Range(0, RowCount).SelectMany(i => Row(i)._values.Concat(right.Row(i)._values))],
        RowCount, ColumnCount + right.ColumnCount);

    internal Numbers Transposed()
    {
        var values = new double[_values.Length];
        for (var i = 0; i < RowCount; i++)
        {
            for (var j = 0; j < ColumnCount; j++)
            {
                values[(j * RowCount) + i] = _values[(i * ColumnCount) + j];
            }
        }

        return new(values, ColumnCount, RowCount);
    }

    /// <summary>The matrix product; a vector on the right counts as one column and gives a vector.</summary>
    internal Numbers Times(Numbers b)
    {
        if (ColumnCount != b.RowCount)
        {
            throw new ArgumentException($"In a product columns must equal rows, got {this} and {b}.");
        }

        var (n, k, m) = (RowCount, ColumnCount, b.ColumnCount);
        var values = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            for (var l = 0; l < k; l++)
            {
                var a = _values[(i * k) + l];
                for (var j = 0; j < m; j++)
                {
                    values[(i * m) + j] += a * b._values[(l * m) + j];
                }
            }
        }

        return new(values, n, b.Columns);
    }

    internal double Dot(Numbers other)
    {
        var sum = 0.0;
        for (var i = 0; i < _values.Length; i++)
        {
            sum += _values[i] * other._values[i];
        }

        return sum;
    }

    /// <summary>The Frobenius norm, without overflow of the squares.</summary>
    internal double Norm()
    {
        var largest = _values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest == 0 || !double.IsFinite(largest) ? (_values.Any(double.IsNaN) ? double.NaN : largest)
            : largest * Math.Sqrt(_values.Sum(x => x / largest * (x / largest)));
    }

    /// <summary>Whether every bit is the same.</summary>
    internal bool SameBits(Numbers other) => Shape.SequenceEqual(other.Shape)
        && _values.Zip(other._values).All(pair =>
            BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second));

    internal Spectrum Decomposed() => new(this);

    internal Matrix<double> ToMathNet() => Matrix<double>.Build.Dense(RowCount, ColumnCount, (i, j) => this[i, j]);

    internal static Numbers FromMathNet(Matrix<double> a) => Matrix(a.ToRowMajorArray(), a.RowCount, a.ColumnCount);
}
