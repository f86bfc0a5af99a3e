namespace ExactGN.Experiments.Data.Fetch;

/// <summary>Brings a data set's published files to a folder: each is checked against its published size and sum
/// before it is there at all.</summary>
/// <param name="client">Carries the requests; its time limit must be off.</param>
/// <param name="patience">How long an origin may be silent.</param>
/// <param name="report">Hears of each file.</param>
public sealed class DataFetch(HttpClient client, TimeSpan patience, Action<string> report)
{
    /// <summary>Brings what is not there yet.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="target">The data folder; the files go to its folder <see cref="DataSource.Id"/>.</param>
    /// <param name="from">A mirror's address or a folder, with the files themselves or in a folder of the data set's
    /// name; null for where the data set is at home.</param>
    /// <param name="cancellation">Ends it early; what is complete stays, what is not is removed.</param>
    /// <exception cref="InvalidDataException">A file that came is not the published one.</exception>
    /// <exception cref="IOException">A file could not be brought, or the folder not be written.</exception>
    public async Task Bring(DataSource source, string target, string? from, CancellationToken cancellation)
    {
        var folder = Path.Combine(target, source.Id);
        var located = new LocatedData(source, folder, "");
        if (located.Check().All(check => check.Standing == FileStanding.Verified))
        {
            report($"{source.Id}: all files are in '{folder}' already, with the published sums.");
            return;
        }

        DataOrigin[] origins = from is null ? [.. source.Homes.Select(Web)] : [Origin(from)];
        string prefix = from is null ? "" : $"{source.Id}/";
        if (source.Archive is { } archive)
        {
            await BringArchive(source, archive, folder, origins, [.. Names([archive.Name], prefix)], cancellation);
            return;
        }

        foreach (var file in source.Files)
        {
            await BringFile(source, file, folder, origins, [.. Names(
                from is null
                    ? [$"{file.Name}.gz", file.Name]
                    : [.. file.Names
                        .OrderByDescending(name => name.EndsWith(".gz", StringComparison.Ordinal))
                        .ThenByDescending(name => name.StartsWith(file.Name, StringComparison.Ordinal))],
                prefix)], cancellation);
        }

        // In a folder of the data set's name first: files of different data sets have the same names.
        static IEnumerable<string> Names(string[] names, string prefix) =>
            prefix.Length == 0 ? names : [.. names.Select(name => prefix + name), .. names];
    }

    private async Task BringFile(
        DataSource source,
        DataFile file,
        string folder,
        DataOrigin[] origins,
        string[] names,
        CancellationToken cancellation)
    {
        var before = file.In(folder);
        if (before is not null && IsVerified(file, before))
        {
            report($"{source.Id}: {file.Name} is there already.");
            return;
        }

        // gzip adds at most five bytes per block of 16 KB, and a header with a name.
        var most = file.Bytes + file.Bytes / 1000 + 4096;
        await FromAny(source, file.Name, origins, names, async opened =>
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, opened.Name);
            await Bring(opened, path, most, temporary => file.Verify(temporary, opened.Address), cancellation);
            if (before is not null && before != path)
            {
                // The plain name would hide the packed one.
                File.Delete(before);
            }
        }, cancellation);
    }

    private Task BringArchive(
        DataSource source,
        DataArchive archive,
        string folder,
        DataOrigin[] origins,
        string[] names,
        CancellationToken cancellation) =>
            FromAny(source, archive.Name, origins, names, async opened =>
            {
                var unpacked = Directory.CreateDirectory(
                    Path.Combine(folder, $".{Path.GetRandomFileName()}.part")).FullName;
                try
                {
                    var packed = Path.Combine(unpacked, archive.Name);
                    await Bring(
                        opened,
                        packed,
                        archive.Bytes,
                        temporary => archive.Verify(temporary, opened.Address),
                        cancellation);
                    DataFile[] files = [.. source.Files];
                    archive.Unpack(packed, unpacked, files);
                    var sums = SumFile.Write(unpacked, files);
                    cancellation.ThrowIfCancellationRequested();
                    // Sums first, test part last: a set that was interrupted here lacks its test part, and is refused.
                    foreach (var name in (string[])[sums, .. files.Select(file => file.Name)])
                    {
                        File.Move(Path.Combine(unpacked, name), Path.Combine(folder, name), overwrite: true);
                    }
                }
                finally
                {
                    Directory.Delete(unpacked, recursive: true);
                }
            }, cancellation);

    // There whole and checked, or not at all.
    private Task Bring(
        OpenedFile opened,
        string path,
        long most,
        Action<string> check,
        CancellationToken cancellation) => WholeFile.WriteAsync(path, async temporary =>
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await opened.CopyTo(file, most, patience, cancellation);
            }

            check(temporary);
        }, flushToDisk: true);

    private async Task FromAny(
        DataSource source,
        string wanted,
        DataOrigin[] origins,
        string[] names,
        Func<OpenedFile, Task> take,
        CancellationToken cancellation)
    {
        List<Exception> failures = [];
        foreach (var origin in origins)
        {
            try
            {
                using var opened = await First(origin, names, cancellation);
                if (opened is null)
                {
                    throw new FileNotFoundException($"{origin} does not have {wanted}.");
                }

                report($"{source.Id}: {opened.Address}{(opened.Length is { } length ? $", {length} bytes" : "")} …");
                await take(opened);
                report($"{source.Id}: {wanted} has the published sum.");
                return;
            }
            catch (Exception error) when (error is InvalidDataException or IOException && !IsOurs(error))
            {
                failures.Add(error);
            }
        }

        var reasons = string.Join("; ", failures.Select(failure => failure.Message.TrimEnd('.')));
        throw new IOException(failures.All(failure => failure is UnreachableOriginException)
            ? $"{source.Name} could not be fetched: {reasons}; without a connection, --from takes a mirror's address "
                + "or a folder with the files."
            : $"{source.Name} could not be fetched: {reasons}.");

        // A folder that cannot be written is the same with every origin.
        static bool IsOurs(Exception error) => error is DirectoryNotFoundException;
    }

    private static async Task<OpenedFile?> First(DataOrigin origin, string[] names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            if (await origin.Open(name, cancellation) is { } opened)
            {
                return opened;
            }
        }

        return null;
    }

    private static bool IsVerified(DataFile file, string path)
    {
        try
        {
            return file.Verify(path);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private DataOrigin Origin(string from)
    {
        // Over TLS; a mirror on this machine itself needs none.
        if (Uri.TryCreate(from, UriKind.Absolute, out var address)
            && (address.Scheme == "https" || address is { Scheme: "http", IsLoopback: true }))
        {
            return Web(address);
        }

        return Directory.Exists(from)
            ? new FolderOrigin(from)
            : throw new ArgumentException(
                "--from takes a folder or an address that begins with https:// (http:// on this machine alone), "
                + $"got '{from}'.");
    }

    private WebOrigin Web(Uri address) => new(address, client, patience);
}
