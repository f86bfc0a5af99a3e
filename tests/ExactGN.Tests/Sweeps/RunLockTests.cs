namespace ExactGN.Experiments.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_has_it_until_it_lets_go()
    {
        using (var first = RunLock.TryTake(File))
        {
            Assert.NotNull(first);
            Assert.True(first.Works);
            Assert.True(RunLock.IsHeld(File));
            Assert.Null(RunLock.TryTake(File));
        }

        Assert.False(RunLock.IsHeld(File));
        using var next = RunLock.TryTake(File);
        Assert.NotNull(next);
    }

    [Fact]
    public void Somebody_who_only_looks_keeps_nobody_out()
    {
        using var once = RunLock.TryTake(File);
        once!.Dispose();
        using var looking = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.Read);
        var pauses = 0;

        // The look ends during the second pause.
        using var taken = RunLock.TryTake(File, () =>
        {
            if (++pauses == 2)
            {
                looking.Dispose();
            }
        });

        Assert.NotNull(taken);
        Assert.Equal(2, pauses);
    }

    [Fact]
    public void What_is_not_there_is_not_held()
    {
        Assert.False(RunLock.IsHeld(File));
        Assert.False(RunLock.IsHeld(Path.Combine(_folder.Path, "none", "lock")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_and_not_taken_for_a_lock() =>
        Assert.Throws<DirectoryNotFoundException>(() => RunLock.TryTake(Path.Combine(_folder.Path, "none", "lock")));
}
