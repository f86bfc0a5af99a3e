namespace ExactGN.Experiments.Data.Fetch;

/// <summary>A folder that files come from.</summary>
/// <param name="Path">The folder.</param>
internal sealed record FolderOrigin(string Path) : DataOrigin
{
    /// <inheritdoc/>
    internal override Task<OpenedFile?> Open(string name, CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine([Path, .. name.Split('/')]);
        if (!File.Exists(path))
        {
            return Task.FromResult<OpenedFile?>(null);
        }

        var file = RegularFile.OpenRead(path);
        return Task.FromResult<OpenedFile?>(new(file, file.Length, path, System.IO.Path.GetFileName(path)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"'{Path}'";
}
