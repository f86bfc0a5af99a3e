namespace ExactGN.Cli.Commands.Doctor;

/// <summary>The NVIDIA GPUs and their driver, as the driver's own files name them; TorchSharp does not tell.</summary>
internal static class GpuFindings
{
    private const string Driver = "/proc/driver/nvidia";

    internal static string Describe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "not looked for on this system";
        }

        try
        {
            var version = File.ReadLines(Path.Combine(Driver, "version")).FirstOrDefault() ?? "of unknown version";
            var gpus = Path.Combine(Driver, "gpus");
            var models = Directory.EnumerateFiles(gpus, "information", SearchOption.AllDirectories).Select(Model);
            version = version.Replace("NVRM version:", "", StringComparison.Ordinal).Trim();
            return $"{string.Join(", ", models)}; driver {version}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "no NVIDIA driver is seen";
        }
    }

    private static string Model(string file) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal)) is { } line
            ? line["Model:".Length..].Trim()
            : "a GPU without a name";
}
