using System.ComponentModel;
using System.Diagnostics;

namespace ExactGN.Benchmarks.Tests;

/// <summary>The driver's functions are called as cuda.h declares them: a library with its prototypes answers.</summary>
public sealed class CudaDriverTests
{
    [SkippableFact]
    public void The_driver_is_called_by_its_prototypes()
    {
        var folder = Directory.CreateTempSubdirectory("exactgn-driver-");
        try
        {
            var driver = CudaDriver.Load(Compiled(Path.Combine(folder.FullName, "libdriver.so")));
            Assert.Equal("Stub GPU, driver for CUDA 12.8", driver.Device);
            Assert.Equal(20.0 * (1 << 30), driver.UsedBytes);

            using var clock = new EventClock(driver);
            Assert.InRange(clock.Seconds(() => Thread.Sleep(50)), 0.049, 10);

            var waitedFor = driver.Create();
            var error = Assert.Throws<InvalidOperationException>(() => driver.Wait(waitedFor));
            Assert.Equal("cuEventSynchronize of NVIDIA's driver must succeed; it answered 400.", error.Message);
            driver.Destroy(waitedFor);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Compiled(string library)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "driver.c");
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", library, source]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
            return library;
        }
        catch (Win32Exception)
        {
            Skip.If(true, "There is no C compiler here to build a stand-in for NVIDIA's driver with.");
            throw;
        }
    }
}
