namespace ExactGN.Experiments;

/// <summary>The device that runs are made on.</summary>
public static class ComputeDevice
{
    /// <summary>"auto", "cpu" or "cuda" → "cpu" or "cuda".</summary>
    /// <param name="wanted">What is asked for; auto takes CUDA where there is one.</param>
    /// <exception cref="NotSupportedException">CUDA is asked for and there is none.</exception>
    public static string Resolve(string wanted) => wanted switch
    {
        "auto" => cuda.is_available() ? "cuda" : "cpu",
        "cuda" when !cuda.is_available() => throw new NotSupportedException(
            "--device cuda needs a CUDA device and a build with -p:TorchBackend=cuda; this one sees none, so use --device cpu."),
        _ => wanted,
    };
}
