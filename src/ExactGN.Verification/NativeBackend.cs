using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ExactGN.Verification;

/// <summary>Makes sure that the library's handler for native libraries is in place before this assembly's first
/// tensor: a map of one's own touches nothing of the library itself.</summary>
internal static class NativeBackend
{
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "No later point is early enough: TorchSharp loads its backend on the first tensor.")]
    [ModuleInitializer]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(RevMlp).Module.ModuleHandle);
}
