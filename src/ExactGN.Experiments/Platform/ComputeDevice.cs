namespace ExactGN.Experiments.Platform;

/// <summary>The device that runs are made on.</summary>
public static class ComputeDevice
{
    /// <summary>"auto", "cpu" or "cuda" → "cpu" or "cuda".</summary>
    /// <param name="wanted">What is asked for; auto takes CUDA where there is one.</param>
    /// <exception cref="NotSupportedException">CUDA is asked for and there is none.</exception>
    public static string Resolve(string wanted) => wanted switch
    {
        "auto" => HasCuda() ? "cuda" : "cpu",
        "cuda" when !HasCuda() => throw new NotSupportedException(LibTorchLoader.External switch
        {
            null =>
                "--device cuda needs a CUDA device and a build with -p:TorchBackend=cuda; this one sees none, "
                + "so use --device cpu.",
            { HasCuda: false } own =>
                $"--device cuda needs a libtorch for CUDA, and that of {ExternalLibTorch.Variable}, {own.Name}, "
                + "is for the CPU alone: use --device cpu, or name another.",
            { } own =>
                $"--device cuda needs a CUDA device, and the libtorch of {ExternalLibTorch.Variable}, {own.Name}, "
                + "sees none: use --device cpu.",
        }),
        _ => wanted,
    };

    // Asked for CUDA, TorchSharp looks for its library in the system's path too: beside one's own libtorch it would be
    // of another.
    private static bool HasCuda() => LibTorchLoader.External is not { HasCuda: false } && cuda.is_available();
}
