using System.Diagnostics;
using System.Net.Sockets;

namespace ExactGN.Tests;

/// <summary>One writer for every file of library and program: whole or not at all, and what is no
/// file stays what it is.</summary>
public sealed class WholeFileTests : InTemporaryFolder
{
    [Fact]
    public void A_symbolic_link_stays_and_what_it_leads_to_is_replaced()
    {
        var (target, link, second) = (At("target"), At("link"), At("second"));
        File.WriteAllText(target, "earlier");
        File.CreateSymbolicLink(link, "target");
        File.CreateSymbolicLink(second, link);

        WholeFile.WriteText(second, "later");

        Assert.Equal("later", File.ReadAllText(target));
        Assert.Equal(("target", link), (new FileInfo(link).LinkTarget, new FileInfo(second).LinkTarget));
        Assert.Equal(3, Directory.GetFileSystemEntries(Folder).Length);
    }

    [Fact]
    public void A_folder_behind_a_link_is_a_folder()
    {
        Directory.CreateDirectory(At("real"));
        Directory.CreateSymbolicLink(At("link"), At("real"));
        WholeFile.WriteText(At("link/file"), "there");
        WholeFile.Probe(At("link"));
        Assert.Equal([At("real/file")], Directory.GetFileSystemEntries(At("real")));
    }

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
    public void A_link_that_leads_nowhere_yet_makes_the_file_it_names()
    {
        File.CreateSymbolicLink(At("link"), "target");
        WholeFile.WriteText(At("link"), "there");
        Assert.Equal("there", File.ReadAllText(At("target")));
        Assert.Equal("target", new FileInfo(At("link")).LinkTarget);
    }

    [Fact]
    public Task A_pipe_gets_the_content_and_stays_a_pipe() =>
        Task.Run(WriteToAPipe).WaitAsync(TimeSpan.FromMinutes(2));

    private async Task WriteToAPipe()
    {
        var pipe = At("pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        // Another program reads: .NET locks what it opens, a pipe too.
        using (var reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!)
        {
            WholeFile.WriteText(pipe, "through");
            Assert.Equal("through", await reader.StandardOutput.ReadToEndAsync());
        }

        using var model = ScaleTests.Network(Precision.Single);
        var saved = Task.Run(() => RevMlpFile.Save(model, pipe));

        // Whoever writes waits for a reader, however late it comes.
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        Assert.False(saved.IsCompleted);
        using (var reader = Process.Start("cp", [pipe, At("copy")]))
        {
            try
            {
                await saved.WaitAsync(TimeSpan.FromMinutes(1));
                await reader.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            }
            finally
            {
                // One that was left behind would hold the outputs of this process open.
                reader.Kill();
            }
        }

        using var copy = RevMlpFile.Load(At("copy"));
        Assert.Equal(model.Options, copy.Options);
        Assert.Equal(2, Directory.GetFileSystemEntries(Folder).Length);
    }

    [SkippableFact]
    public void A_socket_is_refused_and_stays_one()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows names no sockets in folders of .NET's kind.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("socket")));

        Assert.ThrowsAny<IOException>(() => WholeFile.WriteText(At("socket"), "through"));

        Assert.True(WholeFile.IsPipeOrDevice(At("socket")));
        Assert.Equal([At("socket")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        File.CreateSymbolicLink(At("null"), "/dev/null");
        using var model = ScaleTests.Network(Precision.Single);
        RevMlpFile.Save(model, At("null"));
        RevMlpFile.Save(model, "/dev/null");
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Single(Directory.GetFileSystemEntries(Folder));
        Assert.Throws<IOException>(() => WholeFile.WriteText("/dev/full", "no room"));
        Assert.True(File.Exists("/dev/full"));
    }

    [Theory, InlineData(243), InlineData(250), InlineData(255)]
    public void A_name_may_be_as_long_as_the_file_system_takes(int length)
    {
        var path = At(new string('n', length));
        using var model = ScaleTests.Network(Precision.Single);
        RevMlpFile.Save(model, path);
        WholeFile.WriteText(path, "again");
        Assert.Equal([path], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_name_that_no_file_system_takes_is_refused()
    {
        var error = Assert.ThrowsAny<IOException>(() => WholeFile.WriteText(At(new string('ü', 200)), "text"));
        Assert.SaysNot("\n", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_folder_is_not_written_over()
    {
        var error = Assert.Throws<IOException>(() => WholeFile.WriteText(Folder, "text"));
        Assert.Equal($"'{Folder}' is a folder, and a file is to be written.", error.Message);
    }

    [Theory, InlineData(
        typeof(IOException)), InlineData(typeof(OperationCanceledException)), InlineData(typeof(ArgumentException))]
    public void Whatever_is_thrown_while_writing_the_earlier_file_stays_and_nothing_else(Type kind)
    {
        File.WriteAllText(At("file"), "earlier");
        Assert.Throws(kind, () => WholeFile.Write(At("file"), partial =>
        {
            File.WriteAllText(partial, "half");
            throw (Exception)Activator.CreateInstance(kind)!;
        }));
        Assert.Equal("earlier", File.ReadAllText(At("file")));
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Permissions_of_the_earlier_file_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(At("file"), "earlier");
        File.SetUnixFileMode(At("file"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WholeFile.WriteText(At("file"), "later");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("file")));
    }

    [Fact]
    public void Two_threads_that_write_one_file_leave_one_of_both_whole()
    {
        Parallel.For(0, 64, i => WholeFile.WriteText(At("file"), new string((char)('a' + i % 26), 10_000)));
        Assert.Single(File.ReadAllText(At("file")).Distinct());
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));
    }

    private string At(string name) => Path.Combine(Folder, name);
}
