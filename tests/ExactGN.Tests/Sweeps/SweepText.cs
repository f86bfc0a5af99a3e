using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>Sweeps of the digits, written to a folder that is gone after the test.</summary>
internal sealed class SweepText : IDisposable
{
    /// <summary>What a published file needs to take the digits.</summary>
    internal const string Digits =
        "{Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100, Setup.Model.hidden_dim: 16}";

    private readonly TemporaryFolder _folder = new();

    internal SweepText() => File.Copy(
        Repository.PathOf("fixtures", "configs", "train_mnist_FB_ggn.yaml"), Path.Combine(_folder.Path, "base.yaml"));

    /// <summary>A folder for results.</summary>
    internal string Output => Path.Combine(_folder.Path, "out");

    internal string Write(string text)
    {
        var path = Path.Combine(_folder.Path, "sweep.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    internal SweepPlan Plan(string text) => SweepFile.Read(Write(text)).Plan(ScalarType.Float32);

    public void Dispose() => _folder.Dispose();
}
