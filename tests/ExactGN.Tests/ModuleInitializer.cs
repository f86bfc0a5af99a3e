using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>Registers the native loader before any test touches TorchSharp, whichever library a test uses first,
/// ends a run whose device is not there, and keeps what laws show.</summary>
internal static class ModuleInitializer
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        try
        {
            LibTorchLoader.Register();
            SubjectLaws.Judged += (laws, outcome) => Evidence.Record(laws!.GetType(), outcome);
            if (Steering.Device.type == DeviceType.CUDA)
            {
                CudaArithmetic.Fix();
            }
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // One sentence, and not one per test.
            Console.Error.WriteLine(error.Message);
            Environment.Exit(1);
        }
    }
}
