namespace ExactGN.Cli.Commands.Sweep;

/// <summary>The options of <c>exactgn sweep run</c> as they were typed.</summary>
internal sealed record SweepRunRequest(
    string Plan, int? Index, string? Shard, string Output, string? DataFolder, string Device, int Threads,
    TimeSpan Checkpoints);
