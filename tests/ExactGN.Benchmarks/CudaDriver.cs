using System.Runtime.InteropServices;
using System.Text;

namespace ExactGN.Benchmarks;

/// <summary>What TorchSharp 0.107 lacks: events, free memory and the name of the GPU, by NVIDIA's driver API.</summary>
/// <remarks>
/// The driver's library is there wherever a GPU works, under one name whatever the version of CUDA.
/// It finds the context that libtorch has made current on this thread; stream 0 is the one libtorch works in.
/// </remarks>
internal sealed class CudaDriver : IDeviceEvents
{
    private readonly EventCreate _create;
    private readonly EventRecord _record;
    private readonly OneEvent _wait;
    private readonly OneEvent _destroy;
    private readonly EventElapsed _elapsed;
    private readonly MemoryInfo _memory;
    private readonly DeviceName _name;
    private readonly DriverVersion _version;

    private CudaDriver(nint library)
    {
        _create = Function<EventCreate>("cuEventCreate");
        _record = Function<EventRecord>("cuEventRecord");
        _wait = Function<OneEvent>("cuEventSynchronize");
        _destroy = Function<OneEvent>("cuEventDestroy_v2");
        _elapsed = Function<EventElapsed>("cuEventElapsedTime");
        _memory = Function<MemoryInfo>("cuMemGetInfo_v2");
        _name = Function<DeviceName>("cuDeviceGetName");
        _version = Function<DriverVersion>("cuDriverGetVersion");

        T Function<T>(string name) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    private delegate int EventCreate(out nint mark, uint flags);

    private delegate int EventRecord(nint mark, nint stream);

    private delegate int OneEvent(nint mark);

    private delegate int EventElapsed(out float milliseconds, nint from, nint to);

    private delegate int MemoryInfo(out nuint free, out nuint total);

    private delegate int DeviceName([Out] byte[] name, int length, int device);

    private delegate int DriverVersion(out int version);

    /// <summary>The file that the driver is loaded from.</summary>
    internal static string Library => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The bytes of the GPU's memory that are in use, by whomever.</summary>
    internal double UsedBytes
    {
        get
        {
            Succeed(_memory(out var free, out var total), "cuMemGetInfo_v2");
            return (double)total - free;
        }
    }

    /// <summary>The first GPU and its driver, such as "NVIDIA H100 80GB HBM3, driver for CUDA 13.0".</summary>
    internal string Device
    {
        get
        {
            var name = new byte[256];
            Succeed(_name(name, name.Length, 0), "cuDeviceGetName");
            Succeed(_version(out var version), "cuDriverGetVersion");
            var text = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
            return $"{text}, driver for CUDA {version / 1000}.{version % 1000 / 10}";
        }
    }

    /// <summary>The driver, once libtorch has made its context current.</summary>
    /// <param name="library">The library's file.</param>
    /// <exception cref="InvalidOperationException">It is not there, or is not such a library.</exception>
    internal static CudaDriver Load(string library)
    {
        try
        {
            return new(NativeLibrary.Load(library));
        }
        catch (Exception error)
            when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new InvalidOperationException(
                $"CUDA events need NVIDIA's driver library {library} with its events; "
                + error.Message.ReplaceLineEndings(" "),
                error);
        }
    }

    /// <inheritdoc/>
    public nint Create()
    {
        Succeed(_create(out var mark, 0), "cuEventCreate");
        return mark;
    }

    /// <inheritdoc/>
    public void Record(nint mark) => Succeed(_record(mark, 0), "cuEventRecord");

    /// <inheritdoc/>
    public void Wait(nint mark) => Succeed(_wait(mark), "cuEventSynchronize");

    /// <inheritdoc/>
    public double Milliseconds(nint from, nint to)
    {
        Succeed(_elapsed(out var milliseconds, from, to), "cuEventElapsedTime");
        return milliseconds;
    }

    /// <inheritdoc/>
    public void Destroy(nint mark) => Succeed(_destroy(mark), "cuEventDestroy_v2");

    private static void Succeed(int status, string function)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{function} of NVIDIA's driver must succeed; it answered {status}.");
        }
    }
}
