using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>Registers the native loader before any test touches TorchSharp, whichever library a test uses first.</summary>
internal static class ModuleInitializer
{
    [ModuleInitializer]
    internal static void Initialize() => RuntimeHelpers.RunModuleConstructor(typeof(LibTorchLoader).Module.ModuleHandle);
}
