using System.Runtime.InteropServices;

namespace ExactGN.Cli.Tests;

/// <summary>
/// What tests/gpu/pack.sh makes, outside the checkout, and the CPU libtorch of the packages in a folder of its own
/// beside it: no program of this folder has one of its own.
/// </summary>
/// <remarks>The libraries are linked, not copied.</remarks>
public sealed class GpuFolder : IDisposable
{
    private static readonly string[] Libraries = ["libc10.so", "libtorch.so", "libtorch_cpu.so",
        "libtorch_global_deps.so"];

    private readonly string _root = Directory.CreateTempSubdirectory("exactgn-gpu-").FullName;

    public GpuFolder()
    {
        if (!IsSupported)
        {
            return;
        }

        // Without MNIST, wherever it may be here: its 11 MB are none of the folder's own.
        DotnetCommand.Succeed("env", ExactGnProgram.Root, "EXACTGN_DATA=/absent", "bash",
            Path.Combine("tests", "gpu", "pack.sh"), Folder);
        Directory.CreateDirectory(LibTorch);
        Fill(LibTorch);
    }

    /// <summary>Whether such a folder can be made and used here.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    /// <summary>The packed folder.</summary>
    public string Folder => Path.Combine(_root, "gpu");

    /// <summary>A folder with a whole libtorch, whose name has a space.</summary>
    public string LibTorch => Path.Combine(_root, "some folder");

    /// <summary>A new folder beside them.</summary>
    /// <param name="name">Its name.</param>
    public string Beside(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Links the libtorch of the built program into a folder, but for some of its libraries.</summary>
    public static void Fill(string folder, params string[] without)
    {
        var native = ExactGnProgram.NativeFolder;
        foreach (var file in Libraries.Concat(Directory.GetFiles(native, "libgomp*")
            .Select(path => Path.GetFileName(path)!)).Except(without))
        {
            File.CreateSymbolicLink(Path.Combine(folder, file), Path.Combine(native, file));
        }
    }

    /// <summary>
    /// Runs a program of the folder where nothing but system programs is found, and no variable is set but these.
    /// </summary>
    public ProgramResult Run(string[] variables, string program, params string[] arguments) =>
        DotnetCommand.Run("env", _root,
            ["-i", "PATH=/usr/bin:/bin", .. variables, Path.Combine(Folder, program), .. arguments]);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
