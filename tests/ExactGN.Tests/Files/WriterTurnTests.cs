namespace ExactGN.Tests;

/// <summary>One writer has the turn, the next waits for it, and who comes too late takes nothing from
/// anybody.</summary>
public sealed class WriterTurnTests : InTemporaryFolder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_lock_that_a_killed_writer_left_does_not_matter_and_one_that_is_held_does()
    {
        File.WriteAllText(At("file.partial.lock"), "");
        WholeFile.WriteText(At("file"), "there");
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));

        using (var turn = WriterTurn.TryTake(At("file.partial.lock")))
        {
            Assert.NotNull(turn);
            Assert.Null(WriterTurn.TryTake(At("file.partial.lock")));
        }

        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_writer_waits_for_another_process()
    {
        Task writing;
        using (var turn = WriterTurn.TryTake(At("file.partial.lock")))
        {
            Assert.NotNull(turn);
            writing = WholeFile.WriteAsync(At("file"), partial => File.WriteAllTextAsync(partial, "there"));
            Assert.False(writing.IsCompleted);
        }

        await writing.WaitAsync(Patience);

        Assert.Equal("there", File.ReadAllText(At("file")));
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_writer_does_not_wait_for_ever()
    {
        using var turn = WriterTurn.TryTake(At("file.partial.lock"));
        Assert.NotNull(turn);

        var waited = WholeFile.Turn(At("file.partial.lock"), At("file"), TimeSpan.Zero);
        var error = await Assert.ThrowsAsync<IOException>(() => waited.WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal($"Another process is writing '{At("file")}', for 0 seconds already.", error.Message);
        Assert.DoesNotContain(WholeFile.Unfinished.Names, name => name.StartsWith(Folder, StringComparison.Ordinal));
    }

    [Fact]
    public void A_turn_that_is_over_holds_nothing()
    {
        var held = WriterTurn.Open(At("lock"));
        using (var turn = WriterTurn.Of(At("lock"), held))
        {
            Assert.NotNull(turn);
            Assert.False(held.SafeFileHandle.IsClosed);
        }

        Assert.True(held.SafeFileHandle.IsClosed);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [SkippableFact]
    public void A_lock_that_has_lost_its_name_is_no_turn_and_the_name_is_another_s()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows opens and locks in one.");
        var late = WriterTurn.Open(At("lock"));
        File.Delete(At("lock"));
        File.WriteAllText(At("lock"), "another's");

        Assert.Null(WriterTurn.Of(At("lock"), late));

        Assert.True(late.SafeFileHandle.IsClosed);
        Assert.Equal("another's", File.ReadAllText(At("lock")));
    }

    [SkippableFact]
    public void Two_files_of_one_name_are_told_apart_by_when_they_were_made()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows gives a new file the old one's time.");
        using var held = WriterTurn.Open(At("lock"));
        Assert.True(WriterTurn.IsAsOld(At("lock"), held));
        File.Delete(At("lock"));
        Assert.False(WriterTurn.IsAsOld(At("lock"), held));

        // The system's clock moves every few milliseconds.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                File.Delete(At("lock"));
                File.WriteAllText(At("lock"), "another's");
                return !WriterTurn.IsAsOld(At("lock"), held);
            },
            Patience));
    }

    private string At(string name) => Path.Combine(Folder, name);
}
