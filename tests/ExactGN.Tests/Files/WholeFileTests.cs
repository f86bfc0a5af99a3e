using System.Diagnostics;
using System.Net.Sockets;

namespace ExactGN.Tests;

/// <summary>One writer for every file of library and program: whole or not at all, and what is no
/// file stays what it is.</summary>
public sealed class WholeFileTests : InTemporaryFolder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
    public void A_folder_that_is_not_there_cannot_be_written_to() =>
        Assert.Throws<DirectoryNotFoundException>(() => WholeFile.Probe(At("missing")));

    [Fact]
    public void A_link_that_leads_nowhere_yet_makes_the_file_it_names()
    {
        File.CreateSymbolicLink(At("link"), "target");
        WholeFile.Write(At("link"), path =>
        {
            Assert.Equal(At("link"), path);
            File.WriteAllText(path, "there");
        });
        Assert.Equal("there", File.ReadAllText(At("target")));
        Assert.Equal("target", new FileInfo(At("link")).LinkTarget);
    }

    [Fact]
    public void What_is_written_stands_beside_the_file_under_a_lock_and_counts_as_unfinished_until_it_is_whole()
    {
        WholeFile.Write(At("file"), partial =>
        {
            Assert.Equal(At("file.partial"), partial);
            Assert.Equal([At("file.partial"), At("file.partial.lock")], Unfinished());
            File.WriteAllText(partial, "there");
            Assert.Equal([At("file.partial"), At("file.partial.lock")], Directory.GetFiles(Folder).Order());
        });
        Assert.Empty(Unfinished());
        Assert.Equal([At("file")], Directory.GetFiles(Folder));

        IEnumerable<string> Unfinished() => WholeFile.Unfinished.Names
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order();
    }

    [Fact]
    public void What_is_deleted_is_gone_with_all_that_a_kill_left_beside_it()
    {
        foreach (var name in (string[])["file", "file.partial", "file.partial.lock", "file2"])
        {
            File.WriteAllText(At(name), "there");
        }

        WholeFile.Delete(At("file"));

        Assert.Equal([At("file2")], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_file_that_becomes_larger_than_is_allowed_is_no_fault_of_the_caller_s()
    {
        // As .NET says it, and as a caller does.
        var error = Assert.Throws<IOException>(() => WholeFile.Write(At("file"), _ => "short"[6..].ToString()));
        Assert.Equal($"'{At("file.partial")}' would become larger than is allowed.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => WholeFile.Write(At("file"), _ => throw new ArgumentOutOfRangeException(nameof(error))));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Nothing_that_is_waited_for_needs_the_caller_s_thread()
    {
        var (context, gate) = (new CountingContext(), new TaskCompletionSource());
        Task first, second, third;
        using (var turn = WriterTurn.TryTake(At("other.partial.lock")))
        {
            Assert.NotNull(turn);
            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                // One waits for its content, one for its turn in this process, and one for another process.
                first = WholeFile.WriteAsync(
                    At("file"), partial => gate.Task.ContinueWith(_ => Text(partial), TaskScheduler.Default).Unwrap());
                second = WholeFile.WriteAsync(At("file"), Text);
                third = WholeFile.WriteAsync(At("other"), Text);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        }

        gate.SetResult();
        await Task.WhenAll(first, second, third).WaitAsync(Patience);

        Assert.Equal(0, context.Posts);

        static Task Text(string partial) => File.WriteAllTextAsync(partial, "there");
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
        Assert.True(WholeFile.IsPipeOrDevice(pipe));
        using (var reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!)
        {
            try
            {
                WholeFile.WriteText(pipe, "through");
                Assert.True(WholeFile.IsPipeOrDevice(pipe), "A file in the pipe's place would never be read.");
                Assert.Equal("through", await reader.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
            }
            finally
            {
                reader.Kill();
            }
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
                await saved.WaitAsync(Patience);
                await reader.WaitForExitAsync().WaitAsync(Patience);
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

    [SkippableFact]
    public void A_device_is_written_to_and_not_replaced()
    {
        var (none, full) = (Device("null", minor: 3), Device("full", minor: 7));
        File.CreateSymbolicLink(At("link"), none);
        var before = Directory.GetFileSystemEntries(Folder).Order();
        using var model = ScaleTests.Network(Precision.Single);
        RevMlpFile.Save(model, At("link"));
        RevMlpFile.Save(model, none);
        Assert.Empty(File.ReadAllBytes(none));
        Assert.Throws<IOException>(() => WholeFile.WriteText(full, "no room"));
        Assert.True(WholeFile.IsPipeOrDevice(full));
        Assert.Equal(before, Directory.GetFileSystemEntries(Folder).Order());
    }

    // A fault of the library would put a file in a device's place, and who runs this as root would lose /dev/null.
    private string Device(string name, int minor)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Devices and their numbers are those of Linux.");
        if (!Environment.IsPrivilegedProcess)
        {
            return $"/dev/{name}";
        }

        using var make = Process.Start(
            "sh", ["-c", "mknod \"$0\" c 1 \"$1\" && : > \"$0\"", At(name), $"{minor}"]);
        Assert.True(make.WaitForExit(Patience));
        Skip.IfNot(make.ExitCode == 0, "No device can be made or used here.");
        return At(name);
    }

    [SkippableFact]
    public void A_file_that_may_be_written_and_not_read_is_a_file()
    {
        Skip.If(Environment.IsPrivilegedProcess, "Root may read every file.");
        File.WriteAllText(At("file"), "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("file"), UnixFileMode.UserWrite);
        }

        Assert.False(WholeFile.IsPipeOrDevice(At("file")));
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

    [Theory, InlineData(247, "the name with .partial"), InlineData(248, "a short name")]
    public void A_name_keeps_its_suffix_as_long_as_there_is_room(int length, string expected)
    {
        var path = At(new string('n', length));
        WholeFile.Write(path, partial =>
        {
            Assert.Equal(expected, partial == path + ".partial" ? "the name with .partial" : "a short name");
            File.WriteAllText(partial, "there");
        });
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

    [SkippableFact]
    public void An_empty_file_is_replaced_like_any_other()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows may refuse to replace a file that is open.");
        File.WriteAllBytes(At("file"), []);
        using var earlier = new FileStream(
            At("file"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        WholeFile.WriteText(At("file"), "later");
        Assert.Equal((0, "later"), (earlier.Length, File.ReadAllText(At("file"))));
    }

    [Fact]
    public void Two_threads_that_write_one_file_leave_one_of_both_whole()
    {
        Parallel.For(0, 64, i => WholeFile.WriteText(At("file"), new string((char)('a' + i % 26), 10_000)));
        Assert.Single(File.ReadAllText(At("file")).Distinct());
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Folder));
    }

    private string At(string name) => Path.Combine(Folder, name);

    // Counts what is to be done on the thread that it belongs to, and has it done elsewhere.
    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        internal int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }
}
