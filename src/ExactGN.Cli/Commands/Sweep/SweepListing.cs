namespace ExactGN.Cli.Commands.Sweep;

/// <summary>What <c>exactgn sweep status</c> prints.</summary>
internal static class SweepListing
{
    internal static int Print(SweepStatus status, bool json)
    {
        Console.WriteLine(json ? status.Text : $"{status.Runs} runs");
        if (!json)
        {
            Line("finished", status.Finished);
            Line("diverged", status.Diverged);
            Line("running", status.Running);
            Line("interrupted", status.Interrupted);
            Line("not begun", status.NotBegun);
        }

        return 0;
    }

    private static void Line(string name, IReadOnlyList<int> indices) =>
        Console.WriteLine($"{name,-12}{indices.Count,6}   {IndexRanges.Text(indices)}".TrimEnd());
}
