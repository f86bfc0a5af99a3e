namespace ExactGN.Memory;

/// <summary>Large buffers that Gauss-Newton steps use again: the features of the half-couplings that are alive
/// at a time and one more for a pull-back's tV.</summary>
/// <remarks>
/// A fresh matrix of 1,024 × 8,000 costs a fifth of the product that fills it again in page faults.
/// theory/performance.md.
/// <para>Buffers are handed out in the order of a stack and taken back at the end of each level;
/// nothing that a step returns lies in them. For one step at a time. Owns its buffers.</para>
/// </remarks>
[Equation("features kept from x₀ → x_L, or recovered by the inverse")]
public class Workspace : IDisposable
{
    /// <summary>The workspace that keeps nothing: every matrix is fresh memory, in the caller's dispose
    /// scope.</summary>
    public static Workspace None { get; } = new Fresh();

    private readonly List<Tensor> _buffers = [];
    private int _used;
    private bool _disposed;

    /// <summary>A matrix with whatever is in it, a view in the caller's dispose scope: where a coupling's point puts
    /// what it needs while its block is visited.</summary>
    /// <remarks>The walk through the network opens a level for each block and takes back, at its end, what was taken
    /// in it: take in <see cref="ICoupling.At(Tensor, Workspace)"/>, write every entry before reading one, and keep
    /// nothing beyond the point. Rows on 64-byte boundaries, such as <paramref name="columns"/> of the next multiple
    /// of 16 and a narrower view of them, make products fast.</remarks>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="like">Gives dtype and device.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rows or columns are fewer than 1.</exception>
    /// <exception cref="ObjectDisposedException">The workspace is disposed.</exception>
    public Tensor Take(long rows, long columns, Tensor like)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        return TakeCore(rows, columns, like);
    }

    private protected virtual Tensor TakeCore(long rows, long columns, Tensor like)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var size = rows * columns;
        if (_used < _buffers.Count && !Serves(_buffers[_used]))
        {
            _buffers[_used].Dispose();
            _buffers.RemoveAt(_used);
        }

        if (_used == _buffers.Count || !Serves(_buffers[_used]))
        {
            var buffer = empty([size], dtype: like.dtype, device: like.device);
            buffer.DetachFromDisposeScope();
            _buffers.Insert(_used, buffer);
        }

        return _buffers[_used++].narrow(0, 0, size).view(rows, columns);

        bool Serves(Tensor buffer) => buffer.numel() >= size && buffer.dtype == like.dtype
            && buffer.device_type == like.device_type && buffer.device_index == like.device_index;
    }

    /// <summary>Opens a level; what is taken from now on is taken back when it is disposed.</summary>
    internal Level Open() => new(this, _used);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    /// <summary>An open level.</summary>
    internal readonly struct Level(Workspace workspace, int used) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => workspace._used = used;
    }

    private sealed class Fresh : Workspace
    {
        private protected override Tensor TakeCore(long rows, long columns, Tensor like) =>
            empty([rows, columns], dtype: like.dtype, device: like.device);
    }
}
