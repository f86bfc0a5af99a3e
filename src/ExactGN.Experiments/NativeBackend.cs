using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ExactGN.Experiments;

/// <summary>Makes sure that the library's handler for native libraries is in place before this assembly's first
/// tensor.</summary>
internal static class NativeBackend
{
    // A module initializer runs on the first use of its module, and code here may make a tensor before it
    // touches a type of the library.
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "No later point is early enough: TorchSharp loads its backend on the first tensor.")]
    [ModuleInitializer]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(RevMlp).Module.ModuleHandle);
}
