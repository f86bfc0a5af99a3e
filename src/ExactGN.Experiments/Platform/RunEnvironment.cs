using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Platform;

/// <summary>What the numbers were computed with; nothing that names a machine or a person.</summary>
/// <param name="ExactGn">This program's version.</param>
/// <param name="LibTorch">libtorch's version; of one of one's own also that it is, and which symbols it lacks.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="Platform">The runtime identifier, such as linux-x64.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="Dtype">float32 or float64.</param>
/// <param name="ParallelRuns">Runs at a time.</param>
/// <param name="ThreadsPerRun">libtorch's threads in each of them.</param>
/// <param name="Cuda">The GPU's arithmetic, <see cref="CudaArithmetic"/>; null on the CPU.</param>
public sealed record RunEnvironment(
    string ExactGn, string LibTorch, string DotNet, string Platform, string Device, ScalarType Dtype,
    int ParallelRuns, int ThreadsPerRun,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cuda = null)
{
    /// <summary>Reads the versions of this process.</summary>
    /// <param name="device">"cpu" or "cuda".</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="parallelRuns">Runs at a time.</param>
    /// <param name="threadsPerRun">libtorch's threads in each of them.</param>
    public static RunEnvironment Current(string device, ScalarType dtype, int parallelRuns, int threadsPerRun)
    {
        var version = typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new(
            version, LibTorchLoader.External?.Describe() ?? __version__, RuntimeInformation.FrameworkDescription,
            RuntimeInformation.RuntimeIdentifier, device, dtype, parallelRuns, threadsPerRun);
    }

    /// <summary>Reads one that was written as JSON.</summary>
    /// <param name="json">The JSON.</param>
    public static RunEnvironment Parse(string json) => JsonSerializer.Deserialize<RunEnvironment>(json, Json.Compact)!;
}
