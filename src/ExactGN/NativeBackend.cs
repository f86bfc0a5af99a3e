using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ExactGN;

/// <summary>Makes sure that TorchSharp finds its native half, whichever type of this library is used first.</summary>
internal static class NativeBackend
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255",
        Justification = "A library that cannot load its native half without it has no later occasion.")]
    internal static void Prepare() => LibTorchLoader.Register();
}
