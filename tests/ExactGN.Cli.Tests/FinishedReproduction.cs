namespace ExactGN.Cli.Tests;

/// <summary>An output folder in which the cheapest experiment has been reproduced, so that the same command only
/// judges, draws and writes the report.</summary>
public sealed class FinishedReproduction : InTemporaryFolder
{
    public FinishedReproduction() => First = ExactGnProgram.Run(Command);

    /// <summary>The command.</summary>
    public string[] Command => ["reproduce", "EXP-1", "--sweep", "off", "--seeds", "42", "--out", Folder];

    /// <summary>What its first run left.</summary>
    public ProgramResult First { get; }

    /// <summary>A file in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>The figures' bytes by name.</summary>
    public SortedDictionary<string, string> Figures() => new(Directory.GetFiles(At("figures")).ToDictionary(
        file => Path.GetFileName(file)!, file => Convert.ToHexString(File.ReadAllBytes(file))));
}
