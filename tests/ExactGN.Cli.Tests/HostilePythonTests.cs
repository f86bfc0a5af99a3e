namespace ExactGN.Cli.Tests;

/// <summary>Adapters that misbehave after a right start: <c>exactgn verify</c> names what they did, and ends.</summary>
[Trait("Category", "Full")]
public sealed class HostilePythonTests : InTemporaryFolder
{
    // One law of products, which rejects answers that are none.
    private const string Law = "KIT-15";

    [SkippableTheory]
    [InlineData("dies", "parameter_jvp, request 4: the adapter ended with exit code 3")]
    [InlineData("memory", "'theta' must have 100000 × 100000 numbers of 8 bytes, got 8 bytes")]
    [InlineData("deep", "the adapter wrote a line that is no JSON")]
    [InlineData("twice", "the adapter wrote a line that nobody had asked for")]
    [InlineData("wrong-dtype", "'theta' must have the request's dtype")]
    [InlineData("wrong-shape", "'theta' must have shape [56], got [57]")]
    [InlineData("orphan", "the adapter ")]
    [InlineData("zeros", "rejected    KIT-15")]
    [InlineData("constant", "rejected    KIT-15")]
    [InlineData("echo", "rejected    KIT-15")]
    [InlineData("previous", "rejected    KIT-15")]
    public void What_it_does_is_named_and_counts_against_the_law(string manner, string named)
    {
        var result = Verify(manner);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Says($"rejected    {Law}", result.Output);
        Assert.Says(named, result.Output);
        Assert.SaysNot("   at ", result.Error);
        Assert.Equal([$"{Law}.json"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [SkippableTheory]
    [InlineData("floods-the-log")]
    [InlineData("stays")]
    public void What_is_no_answer_does_not_count(string manner)
    {
        var result = Verify(manner);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    private ProgramResult Verify(string manner)
    {
        var python = PythonInterpreter.With("sys");
        Skip.If(python is null, "There is no Python 3.8 or later here.");
        string[] adapter = [python.Program, Path.Combine(PythonInterpreter.Adapters, "hostile.py"), "--manner", manner];
        return ExactGnProgram.RunIn(
            [("PYTHONDONTWRITEBYTECODE", "1")],
            ["verify", "--claims", Law, "--cases", "2", "--timeout", "5", "--out", Folder, "--", .. adapter]);
    }
}
