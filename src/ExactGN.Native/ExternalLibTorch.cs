namespace ExactGN.Native;

/// <summary>A libtorch of one's own, in use: that of the folder which <c>EXACTGN_LIBTORCH</c> names.</summary>
public sealed record ExternalLibTorch
{
    /// <summary>The environment variable with the folder, such as a Python PyTorch's <c>torch/lib</c>.</summary>
    public const string Variable = "EXACTGN_LIBTORCH";

    /// <summary>
    /// The environment variable that allows another version than TorchSharp's, by the value <c>any</c>.
    /// </summary>
    public const string VersionVariable = "EXACTGN_LIBTORCH_VERSION";

    /// <summary>The full path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its version, from its own code.</summary>
    public required Version Version { get; init; }

    /// <summary>Its version as its makers write it, such as 2.10.0+cu128.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it can use CUDA.</summary>
    public required bool HasCuda { get; init; }

    /// <summary>
    /// The functions of TorchSharp's library that this libtorch lacks, by their symbols: to call one ends the process.
    /// Looked for where the version is not the one that TorchSharp is built for, and empty otherwise.
    /// </summary>
    public required IReadOnlyList<string> MissingSymbols { get; init; }

    /// <summary>Version and missing symbols on one line, without the folder: what a run's manifest says.</summary>
    public string Describe() => $"{Name} ({Variable}" + (MissingSymbols.Count == 0 ? ")"
        : $"; without {MissingSymbols.Count} symbols that TorchSharp names: {string.Join(", ", MissingSymbols)})");
}
