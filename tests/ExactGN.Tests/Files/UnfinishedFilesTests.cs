namespace ExactGN.Tests;

/// <summary>A process that ends at once leaves nothing half written, loses nothing that is written in time, and begins
/// nothing more.</summary>
public sealed class UnfinishedFilesTests : InTemporaryFolder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly UnfinishedFiles _files = new();

    [Fact]
    public void What_is_half_written_is_removed_and_what_is_finished_stays()
    {
        File.WriteAllText(At("half"), "half");
        File.WriteAllText(At("whole"), "whole");
        _files.Begin(At("half"));
        _files.Begin(At("whole"));
        _files.End(At("whole"));

        _files.Abandon(TimeSpan.Zero);

        Assert.Equal([At("whole")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task What_is_written_in_time_stays()
    {
        File.WriteAllText(At("file"), "there");
        _files.Begin(At("file"));

        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var abandoned = Task.Run(() =>
        {
            begun.SetResult();
            _files.Abandon(Patience);
        });
        await begun.Task.WaitAsync(Patience);
        Assert.NotSame(abandoned, await Task.WhenAny(abandoned, Task.Delay(50)));
        _files.End(At("file"));
        await abandoned.WaitAsync(Patience);

        Assert.Equal("there", File.ReadAllText(At("file")));
    }

    [Fact]
    public void Afterwards_nothing_begins()
    {
        _files.Abandon(TimeSpan.Zero);
        var hasBegun = false;
        var writer = new Thread(() =>
        {
            try
            {
                _files.Begin(At("file"));
                hasBegun = true;
            }
            catch (ThreadInterruptedException)
            {
            }
        });
        writer.Start();

        // Ends its wait, now or as soon as it comes to one.
        writer.Interrupt();

        Assert.True(writer.Join(Patience));
        Assert.False(hasBegun);
        Assert.Empty(_files.Names);
    }

    [Fact]
    public void What_cannot_be_removed_is_left_and_not_spoken_of()
    {
        Directory.CreateDirectory(At("folder"));
        _files.Begin(At("folder"));
        _files.Begin(At("missing/file"));

        _files.Abandon(TimeSpan.Zero);

        Assert.Equal([At("folder")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_file_is_unfinished_during_the_work_on_it_and_gone_afterwards()
    {
        var after = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _files.During(At("file"), async () =>
        {
            File.WriteAllText(At("file"), "half");
            await after.Task;
            throw new InvalidOperationException("no more");
        });
        Assert.Equal([At("file")], _files.Names);

        after.SetResult();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(Patience));

        Assert.Equal("no more", error.Message);
        Assert.Empty(_files.Names);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    private string At(string name) => Path.Combine(Folder, name);
}
