using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExactGN.Cli.Commands.Doctor;

/// <summary>What a loaded libtorch says of itself, and whether its linear algebra works.</summary>
internal static class LibTorchFindings
{
    /// <summary>What helps where libtorch is there and does not work.</summary>
    internal static string Remedy => LibTorchLoader.External is null
        ? "restore the packages again (delete bin and obj, then dotnet build)"
        : "take another libtorch, or build with a package";

    /// <summary>Adds to the findings and the problems.</summary>
    /// <returns>Whether libtorch works.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Collect(List<Finding> findings, List<string> problems)
    {
        try
        {
            findings.Add(new(
                "Threads",
                $"{get_num_threads()} within an operation, {get_num_interop_threads()} between operations "
                + "(OMP_NUM_THREADS sets the first)"));
            findings.Add(new("Linear algebra", LinearAlgebra(problems)));
            findings.Add(new("CUDA", Cuda()));
            findings.Add(new("Systems", Systems(problems)));
            return problems.Count == 0;
        }
        catch (Exception error) when (error is ExternalException or TypeInitializationException
            or DllNotFoundException or EntryPointNotFoundException or NotSupportedException)
        {
            problems.Add($"libtorch is loaded but fails ({error.Message.Split('\n')[0].Trim()}): {Remedy}.");
            return false;
        }
    }

    // A = [[2, 1], [1, 2]] has singular values 3 and 1.
    private static string LinearAlgebra(List<string> problems)
    {
        using var scope = NewDisposeScope();
        var sigma = linalg.svdvals(tensor(new double[] { 2, 1, 1, 2 }, [2, 2])).data<double>().ToArray();
        var error = Math.Max(Math.Abs(sigma[0] - 3), Math.Abs(sigma[1] - 1));
        if (error < 1e-14)
        {
            return "a small SVD in double precision is right";
        }

        problems.Add(
            $"The linear algebra of libtorch gives wrong singular values: {Remedy}, and report it with this output.");
        return string.Create(CultureInfo.InvariantCulture, $"a small SVD in double precision is wrong by {error:g3}");
    }

    // The same system in both precisions, on the processor and, where there is one, on the GPU.
    private static string Systems(List<string> problems)
    {
        Device[] devices = cuda_is_available() ? [CPU, CUDA] : [CPU];
        var wrong = (
            from device in devices
            from type in new[] { ScalarType.Float64, ScalarType.Float32 }
            let ratio = KnownLinearSystem.Ratio(type, device)
            where !(ratio < KnownLinearSystem.Threshold)
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{type} on {device.type} (error/(scale·n·κ·eps) is {ratio:g3})")).ToArray();
        if (wrong.Length == 0)
        {
            return "a small linear system is solved in float64 and float32 on "
                + $"{string.Join(" and on ", devices.Select(device => device.type))}";
        }

        problems.Add(
            $"libtorch solves a small linear system wrongly, in {string.Join(", ", wrong)}: {Remedy}, "
            + "and report it with this output.");
        return "wrong";
    }

    // As every run of this program has it.
    private static string? Arithmetic()
    {
        CudaArithmetic.Fix();
        return CudaArithmetic.Describe("cuda");
    }

    private static string Cuda() => cuda_is_available()
        ? $"available, {cuda.device_count()} device(s), cuDNN "
            + $"{(cuda.is_cudnn_available() ? "available" : "not available")}, {Arithmetic()}"
        : LibTorchLoader.External switch
        {
            null =>
                "not available; for an NVIDIA GPU on Linux or Windows build with -p:TorchBackend=cuda "
                + "(everything else works without)",
            { HasCuda: false } => "not available; this libtorch is for the CPU alone",
            _ => "not available: no CUDA device is seen",
        };
}
