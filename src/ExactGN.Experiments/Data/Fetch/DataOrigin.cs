namespace ExactGN.Experiments.Data.Fetch;

/// <summary>A place that files come from.</summary>
internal abstract record DataOrigin
{
    /// <summary>Opens a file.</summary>
    /// <param name="name">Its path in the origin, with slashes.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The file, which the caller disposes; null when the origin does not have it.</returns>
    /// <exception cref="UnreachableOriginException">The origin cannot be reached.</exception>
    /// <exception cref="IOException">It does not answer as it should.</exception>
    internal abstract Task<OpenedFile?> Open(string name, CancellationToken cancellation);
}

/// <summary>An origin that cannot be reached at all, as when this machine is offline.</summary>
/// <param name="message">What was tried, and what came of it.</param>
internal sealed class UnreachableOriginException(string message) : IOException(message);
