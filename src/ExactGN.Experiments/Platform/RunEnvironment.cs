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
/// <param name="Placement">Device, and threads of each run.</param>
/// <param name="Dtype">float32 or float64.</param>
/// <param name="ParallelRuns">Runs at a time.</param>
/// <param name="Cuda">The GPU's arithmetic, <see cref="CudaArithmetic"/>; null on the CPU.</param>
public sealed record RunEnvironment(
    string ExactGn, string LibTorch, string DotNet, string Platform, Placement Placement, ScalarType Dtype,
    int ParallelRuns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cuda = null)
{
    /// <summary>Reads the versions of this process.</summary>
    /// <param name="placement">Device, and threads of each run.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="parallelRuns">Runs at a time.</param>
    public static RunEnvironment Current(Placement placement, ScalarType dtype, int parallelRuns)
    {
        var own = typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var version = own?.InformationalVersion ?? "unknown";
        return new(
            version, LibTorchLoader.External?.Describe() ?? __version__, RuntimeInformation.FrameworkDescription,
            RuntimeInformation.RuntimeIdentifier, placement, dtype, parallelRuns);
    }

    /// <summary>Reads one that was written as JSON.</summary>
    /// <param name="json">The JSON.</param>
    public static RunEnvironment Parse(string json) => JsonSerializer.Deserialize<RunEnvironment>(json, Json.Compact)!;
}
