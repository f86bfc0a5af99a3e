using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
            SetForNativeCode("OMP_NUM_THREADS", "1");
        }

        RuntimeHelpers.RunModuleConstructor(typeof(LibTorchLoader).Module.ModuleHandle);
    }

    // On Unix .NET keeps an environment of its own, which native libraries do not see.
    private static void SetForNativeCode(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows())
        {
            _ = SetEnv([.. name.Select(c => (byte)c), 0], [.. value.Select(c => (byte)c), 0], overwrite: 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnv(byte[] name, byte[] value, int overwrite);
}
