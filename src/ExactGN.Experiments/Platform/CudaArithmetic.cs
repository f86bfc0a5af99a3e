namespace ExactGN.Experiments.Platform;

/// <summary>What lets CUDA's numbers depend on more than a run's inputs, fixed before its first product.</summary>
/// <remarks>TorchSharp 0.107 cannot switch on PyTorch's deterministic algorithms; without TF32 and with a fixed
/// cuBLAS workspace its products are repeatable according to NVIDIA's documentation. Nothing of this has
/// been run on a GPU yet.</remarks>
public static class CudaArithmetic
{
    /// <summary>The environment variable that fixes cuBLAS's workspace, to be set before the process starts.</summary>
    public const string WorkspaceVariable = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>Its value: eight buffers of 4,096 KiB.</summary>
    public const string Workspace = ":4096:8";

    /// <summary>Products of float32 in float32: no TF32, whose mantissa has ten bits.</summary>
    public static void Fix() => (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (false, false);

    /// <summary>The settings of this process, for a run's manifest; null on the CPU.</summary>
    /// <param name="device">"cpu" or "cuda".</param>
    public static string? Describe(string device) => device != "cuda" ? null
        : $"TF32 {(backends.cuda.matmul.allow_tf32 || backends.cudnn.allow_tf32 ? "on" : "off")}, "
            + $"{WorkspaceVariable}={Environment.GetEnvironmentVariable(WorkspaceVariable) ?? "unset"}";
}
