using System.Runtime.CompilerServices;

namespace ExactGN.Benchmarks.Tests;

/// <summary>Registers the native loader before any test touches TorchSharp.</summary>
internal static class ModuleInitializer
{
    [ModuleInitializer]
    internal static void Initialize() => RuntimeHelpers.RunModuleConstructor(typeof(RevMlp).Module.ModuleHandle);
}
