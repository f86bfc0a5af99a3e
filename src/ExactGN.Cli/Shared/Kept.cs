namespace ExactGN.Cli.Shared;

/// <summary>What a command that is ended early leaves behind, in words.</summary>
/// <param name="Cleanly">After one signal.</param>
/// <param name="AtOnce">After a second, or where the first had nothing to wait for.</param>
internal sealed record Kept(string Cleanly, string AtOnce)
{
    /// <summary>A command that writes nothing but its answer.</summary>
    internal static Kept Nothing { get; } = new("nothing was changed", "nothing was changed");

    /// <summary>One run in its folder.</summary>
    internal static Kept Run { get; } = new(
        "the same command takes up the run where it stopped",
        "the same command takes up the run from its last checkpoint");

    /// <summary>Runs in their folders.</summary>
    internal static Kept Runs { get; } = new(
        "the same command takes up the runs where they stopped",
        "the same command takes up the runs from their last checkpoints");

    /// <summary>Files that are there whole or not at all.</summary>
    internal static Kept Files { get; } =
        new("the files that were complete are kept", "the files that were complete are kept");
}
