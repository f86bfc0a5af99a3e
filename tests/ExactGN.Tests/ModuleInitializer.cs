using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>Registers the native loader before any test touches TorchSharp, whichever library a test uses first.</summary>
internal static class ModuleInitializer
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        // The suite's matrices are small: a second thread would wait more than it computes. An explicit OMP_NUM_THREADS is respected.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null or "")
        {
            Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        }

        RuntimeHelpers.RunModuleConstructor(typeof(LibTorchLoader).Module.ModuleHandle);
    }
}
