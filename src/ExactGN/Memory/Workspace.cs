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

    /// <summary>A matrix with whatever is in it, to be used until the level that is open now ends;
    /// a view in the caller's dispose scope.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="like">Gives dtype and device.</param>
    internal virtual Tensor Take(long rows, long columns, Tensor like)
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
        internal override Tensor Take(long rows, long columns, Tensor like) =>
            empty([rows, columns], dtype: like.dtype, device: like.device);
    }
}
