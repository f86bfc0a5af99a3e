namespace ExactGN.Tests;

/// <summary>Buffers that are used again: which memory a matrix lies in, and when it is freed.</summary>
public sealed class WorkspaceFacts
{
    [Theory, InlineData(2, 6), InlineData(4, 3), InlineData(3, 3)]
    public void A_matrix_of_no_more_numbers_lies_where_the_one_before_it_lay(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var workspace = new Workspace();
        using var like = zeros(1, dtype: float64);
        var first = Taken(workspace, 2, 6, like);

        var second = Taken(workspace, rows, columns, like);

        Assert.Equal([rows, columns], second.shape);
        Assert.True(AreOne(first, second));
    }

    [Theory, InlineData(2, 7, ScalarType.Float64), InlineData(2, 6, ScalarType.Float32)]
    public void A_larger_one_or_one_of_another_dtype_takes_memory_of_its_own_and_the_old_is_freed(
        int rows, int columns, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var workspace = new Workspace();
        using var like = zeros(1, dtype: float64);
        using var other = zeros(1, dtype: dtype);
        Taken(workspace, 2, 6, like).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using var matrix = Taken(workspace, rows, columns, other);
        using var again = Taken(workspace, 2, 6, other);

        Assert.Equal((dtype, rows * columns), (matrix.dtype, matrix.numel()));
        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(AreOne(matrix, again));
    }

    [Fact]
    public void Matrices_that_are_alive_together_lie_apart_and_those_of_a_closed_level_are_taken_back()
    {
        using var scope = NewDisposeScope();
        using var workspace = new Workspace();
        using var like = zeros(1, dtype: float64);
        using var outer = workspace.Open();
        var kept = workspace.Take(2, 3, like);
        var inner = Taken(workspace, 2, 3, like);

        var next = workspace.Take(2, 3, like);

        Assert.False(AreOne(kept, next));
        Assert.True(AreOne(inner, next));
    }

    [Fact]
    public void A_disposed_workspace_has_freed_its_buffers_and_gives_none()
    {
        using var scope = NewDisposeScope();
        using var like = zeros(1, dtype: float64);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Workspace workspace = new();
        using (NewDisposeScope())
        {
            workspace.Take(2, 3, like);
            workspace.Take(2, 3, like);
        }

        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        workspace.Dispose();
        workspace.Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Throws<ObjectDisposedException>(() => workspace.Take(2, 3, like));
    }

    // In a level of its own.
    private static Tensor Taken(Workspace workspace, int rows, int columns, Tensor like)
    {
        using var scope = NewDisposeScope();
        using var level = workspace.Open();
        return workspace.Take(rows, columns, like).MoveToOuterDisposeScope();
    }

    // Both are still held, so that neither's memory has been given to the other.
    private static bool AreOne(Tensor one, Tensor other)
    {
        one.fill_(1);
        other.fill_(2);
        return (one.flatten()[0] == 2).ToBoolean();
    }
}
