namespace Xunit;

/// <summary>Tests with a folder of their own, which is gone after each.</summary>
public abstract class InTemporaryFolder : IDisposable
{
    /// <summary>Its path.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("exactgn-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
