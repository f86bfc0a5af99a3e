namespace ExactGN.Cli.Commands.Train;

/// <summary>The options of <c>exactgn train</c> as they were typed.</summary>
internal sealed record TrainRequest(
    string Config, IReadOnlyList<string> Settings, string Output, string? DataFolder, string Device, string Dtype,
    TimeSpan Checkpoints)
{
    /// <summary>The run that is meant, its device, and the text of its file.</summary>
    /// <exception cref="InvalidDataException">The file asks for something else than a run of this program.</exception>
    /// <exception cref="ArgumentException">A setting is none.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    internal (PublishedRun Run, string Device, string Text) Run()
    {
        var file = PublishedFile.Read(Config, Settings);
        var device = ComputeDevice.Resolve(Device != "file" ? Device : PublishedRun.WantsGpu(file) ? "auto" : "cpu");
        var run = PublishedRun.Of(file, device, Dtype == "float64" ? ScalarType.Float64 : ScalarType.Float32);
        return (run, device, file.Text);
    }

    /// <summary>An option that stands for a setting: the setting, or none where it was not given.</summary>
    internal static IEnumerable<string> Setting(string key, object? value) =>
        value is null ? [] : [FormattableString.Invariant($"{key}={value}")];
}
