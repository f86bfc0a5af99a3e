using ExactGN.Experiments;

namespace ExactGN.Cli;

/// <summary>The options of <c>exactgn reproduce</c> as they were typed.</summary>
internal sealed record ReproduceRequest(
    IReadOnlyList<string> Experiments, string Output, string? Seeds, Scale Scale, string? Data, string? DataFolder, string Sweep, string Device, string Dtype, double CheckpointEvery)
{
    /// <summary>The options as they are meant.</summary>
    /// <exception cref="FormatException">A value is not of its form.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    internal ReproductionOptions Options() => new(
        Output, SeedList.Parse(Seeds ?? (Scale == Scale.Smoke ? "42-51" : "42-44")), ComputeDevice.Resolve(Device), Dtype == "float64" ? ScalarType.Float64 : ScalarType.Float32, Scale)
    {
        Experiments = Experiments.Count == 0 ? ReproductionOptions.Usual : Experiments,
        Data = Data,
        DataFolder = DataFolder,
        // The published data leave nothing to validate.
        Sweep = Sweep == "on" || (Sweep == "auto" && Experiments.Count > 0 && Scale != Scale.Paper),
        CheckpointEvery = CheckpointInterval.Of(CheckpointEvery),
    };
}
