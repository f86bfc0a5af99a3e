using System.Net;
using System.Net.Sockets;
using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

public sealed class DataTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exactgn-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void List_shows_the_data_sets_and_where_they_are_looked_for()
    {
        var mnist = _folder.CreateSubdirectory("mnist");
        File.WriteAllBytes(Path.Combine(mnist.FullName, "train-images-idx3-ubyte"), [0, 0, 8, 3]);

        var result = ExactGnProgram.Run(("EXACTGN_DATA", _folder.FullName), "data", "list");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(result.Error);
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("digits", StringComparison.Ordinal)
                && line.EndsWith("embedded", StringComparison.Ordinal));
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("mnist", StringComparison.Ordinal)
                && line.EndsWith($"{mnist.FullName} (EXACTGN_DATA)", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("fashion-mnist", StringComparison.Ordinal));
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("cifar10", StringComparison.Ordinal)
                && line.Contains("50000 + 10000 images 3×32×32", StringComparison.Ordinal));
    }

    [SkippableTheory, InlineData("verify"), InlineData("fetch")]
    public void A_pipe_in_place_of_a_file_is_refused_and_not_waited_for(string command)
    {
        var pipe = Path.Combine(_folder.CreateSubdirectory("mnist").FullName, "train-images-idx3-ubyte");
        Skip.IfNot(Shell.Succeeds($"mkfifo '{pipe}'"), "Pipes are made by mkfifo, which is not here.");

        var result = ExactGnProgram.Run(command == "verify"
            ? ["data", "verify", "mnist", "--data-dir", _folder.FullName]
            : ["data", "fetch", "mnist", "--from", Path.GetDirectoryName(pipe)!, "--data-dir", $"{_folder}/new"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Says($"'{pipe}' must be a file, and it is a pipe, a device or a socket.", result.Error);
        PlainFailure.HasNoStackTrace(result);
    }

    [SkippableFact]
    public void The_listing_has_each_data_set_s_own_numbers_and_places()
    {
        Skip.If(OperatingSystem.IsWindows(), "The cache folder is named by Linux's variable.");
        var first = _folder.CreateSubdirectory("first");
        var second = _folder.CreateSubdirectory("second");
        foreach (var place in (DirectoryInfo[])[
            first.CreateSubdirectory("fashion-mnist"), second.CreateSubdirectory("fashion-mnist"),
            second.CreateSubdirectory("mnist")])
        {
            File.WriteAllBytes(Path.Combine(place.FullName, "train-images-idx3-ubyte"), [0, 0, 8, 3]);
        }

        var cache = Path.Combine(_folder.FullName, "cache");

        var printed = ExactGnProgram.RunIn(
            [("EXACTGN_DATA", second.FullName), ("XDG_CACHE_HOME", cache)],
            "data", "list", "--data-dir", first.FullName);

        Assert.True(printed.ExitCode == 0 && printed.Error.Length == 0, printed.ToString());
        Require(printed.Lines);
        // Exchanged lines or numbers are seen.
        foreach (var (one, other) in ((string, string)[])[
            ("1000 +", "1437 +"), ("797", "360"), ("8×8", "9×8"), ("3×32×32", "3×28×28"), ("50000", "60000"),
            ("(EXACTGN_DATA)", "(--data-dir)"), ("exactgn data fetch cifar10", "exactgn data fetch mnist")])
        {
            Assert.Says(one, printed.Output);
            Assert.ThrowsAny<Exception>(() => Require(
                [.. printed.Lines.Select(line => line.Replace(one, other, StringComparison.Ordinal))]));
        }

        // As published: the digits of scikit-learn are 1,797, of which the first 1,000 train.
        void Require(string[] lines)
        {
            Images("digits", "1000 + 797 images 8×8", "embedded");
            Images("mnist", "60000 + 10000 images 28×28", $"{second.FullName}/mnist (EXACTGN_DATA)");
            Images("fashion-mnist", "60000 + 10000 images 28×28", $"{first.FullName}/fashion-mnist (--data-dir)");
            Images("cifar10", "50000 + 10000 images 3×32×32", "not found; exactgn data fetch cifar10");
            var places = lines.SkipWhile(line => line != "Looked for, in this order, in").Skip(1)
                .TakeWhile(line => line != "Authors and licences:").ToArray();
            Assert.Equal(
                [
                    $"{first.FullName} (--data-dir)", $"{second.FullName} (EXACTGN_DATA)",
                    $"{cache}/exactgn/data (your cache folder)",
                ],
                places[..3]);

            void Images(string id, string images, string place) => Assert.Equal(
                $"{id} {images} {place}",
                string.Join(' ', Assert.Single(lines, line => line.StartsWith($"{id} ", StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    [Fact]
    public void Verify_counts_the_images_of_each_file()
    {
        RandomImages.Write(_folder.FullName, "train", 96);
        RandomImages.Write(_folder.FullName, "t10k", 40);

        var printed = ExactGnProgram.Run("data", "verify", "mnist", "--data-dir", _folder.FullName);

        foreach (var (file, count, all) in ((string, int, int)[])[
            ("train-images", 96, 60000), ("train-labels", 96, 60000), ("t10k-images", 40, 10000),
            ("t10k-labels", 40, 10000)])
        {
            var line = Assert.Single(printed.Lines, line => line.Contains($"/{file}", StringComparison.Ordinal));
            WrittenNumbers.Agree(line.Split("well-formed with")[1], count, all);
        }
    }

    [Fact]
    public void Verify_names_each_bad_file()
    {
        var mnist = _folder.CreateSubdirectory("mnist");
        File.WriteAllBytes(Path.Combine(mnist.FullName, "train-images-idx3-ubyte"), [0, 0, 8, 1]);
        File.WriteAllBytes(Path.Combine(mnist.FullName, "train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 1, 77]);

        var result = ExactGnProgram.Run("data", "verify", "mnist", "--data-dir", _folder.FullName);

        Assert.Equal(1, result.ExitCode);
        var errors = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, errors.Length);
        Assert.Says(
            "train-images-idx3-ubyte' must begin with 2051, the magic number of IDX images, got 2049.", errors[0]);
        Assert.Says("train-labels-idx1-ubyte' must hold labels 0 to 9, got 77 at image 0.", errors[1]);
        Assert.Says("must hold the file t10k-images-idx3-ubyte", errors[2]);
        PlainFailure.HasNoStackTrace(result);
    }

    [Fact]
    public void Fetch_without_a_connection_says_what_helps()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = ExactGnProgram.Run(
            "data", "fetch", "mnist", "--data-dir", _folder.FullName, "--from", $"http://127.0.0.1:{port}");

        PlainFailure.IsOneSentence(
            result,
            "MNIST could not be fetched",
            $"'http://127.0.0.1:{port}/mnist/train-images-idx3-ubyte.gz' cannot be reached",
            "--from takes a mirror's address or a folder");
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Fetch_from_a_folder_refuses_a_file_that_is_not_the_published_one()
    {
        var bad = Path.Combine(_folder.FullName, "train-images-idx3-ubyte");
        File.WriteAllBytes(bad, [0, 0, 8, 3]);

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run(
                "data", "fetch", "mnist", "--data-dir", Path.Combine(_folder.FullName, "target"), "--from",
                _folder.FullName),
            $"'{bad}' must hold 47040016 bytes unpacked, got 4");
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "target", "mnist", "train-images-idx3-ubyte")));
    }

    [Theory]
    [InlineData("--from", "nowhere", "--from takes a folder or an address")]
    public void What_fetch_cannot_use_is_refused(string option, string value, string says) =>
        PlainFailure.IsOneSentence(
            ExactGnProgram.Run(("EXACTGN_DATA", _folder.FullName), "data", "fetch", "mnist", option, value), says);

    [Theory]
    [InlineData("list")]
    [InlineData("verify")]
    public void A_data_dir_that_is_not_there_is_named(string command)
    {
        var nowhere = Path.Combine(_folder.FullName, "nowhere");

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("data", command, "--data-dir", nowhere),
            $"--data-dir takes a folder, and there is none '{nowhere}'");
    }

    [Fact]
    public void What_is_not_there_cannot_be_verified() =>
        PlainFailure.IsOneSentence(
            ExactGnProgram.RunIn([
                ("EXACTGN_DATA", _folder.FullName),
                ("XDG_CACHE_HOME", _folder.FullName),
                ("HOME", _folder.FullName),
                ("LOCALAPPDATA", _folder.FullName),
            ], "data", "verify", "cifar10", "--data-dir", _folder.FullName),
            "CIFAR-10 must be in a folder 'cifar10'",
            "exactgn data fetch cifar10");
}
