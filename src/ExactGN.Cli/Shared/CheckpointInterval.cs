namespace ExactGN.Cli.Shared;

/// <summary><c>--checkpoint-every</c>, in seconds.</summary>
internal static class CheckpointInterval
{
    /// <summary>The time that is meant.</summary>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    internal static TimeSpan Of(double seconds) => seconds is >= 0 and < 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw new FormatException($"--checkpoint-every takes 0 to a million seconds, got {seconds}.");
}
