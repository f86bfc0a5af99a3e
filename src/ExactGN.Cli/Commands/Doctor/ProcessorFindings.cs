using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ExactGN.Cli.Commands.Doctor;

/// <summary>What the processor offers to linear algebra. .NET is asked, as TorchSharp does not tell.</summary>
internal static class ProcessorFindings
{
    internal static string Describe()
    {
        string[] vectors =
        [
            .. Names(
                (Avx512F.IsSupported, "AVX-512"),
                (Avx2.IsSupported, "AVX2"),
                (Fma.IsSupported, "FMA"),
                (Sse42.IsSupported, "SSE4.2"),
                (AdvSimd.IsSupported, "NEON")),
        ];
        return $"{Environment.ProcessorCount} logical cores for this process; "
            + $"vector units {(vectors.Length > 0 ? string.Join(", ", vectors) : "none known")} (TorchSharp does not "
            + "tell which BLAS kernels libtorch chose)";
    }

    private static IEnumerable<string> Names(params (bool Supported, string Name)[] units) =>
        units.Where(unit => unit.Supported).Select(unit => unit.Name);
}
