namespace ExactGN.Cli.Commands.Reproduce;

/// <summary>The options of <c>exactgn reproduce</c> as they were typed.</summary>
internal sealed record ReproduceRequest(
    IReadOnlyList<string> Experiments, string Output, string? Seeds, Scale Scale, string? Data, string? Regime,
    int? Epochs, string? DataFolder, string Sweep, string Device, string? Dtype, double CheckpointEvery)
{
    /// <summary>The options as they are meant.</summary>
    /// <exception cref="FormatException">A value is not of its form.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    internal ReproductionOptions Options() => new(
        Output, Seeds is null ? null : SeedList.Parse(Seeds), ComputeDevice.Resolve(Device),
        Dtype switch { "float64" => ScalarType.Float64, "float32" => ScalarType.Float32, _ => null }, Scale)
    {
        Experiments = Experiments.Count > 0 ? Experiments
            : Scale == Scale.Smoke ? ReproductionOptions.Usual
            : ReproductionOptions.UsualInPictures,
        Data = Data,
        Regime = Regime,
        Epochs = Epochs is null or (>= 1 and <= RunConfiguration.MostEpochs)
            ? Epochs
            : throw new FormatException(
                $"--epochs takes a number from 1 to {RunConfiguration.MostEpochs}, got {Epochs}."),
        DataFolder = DataFolder,
        // The published data and the published split leave nothing to validate.
        Sweep = Sweep == "on"
            || (Sweep == "auto" && Experiments.Count > 0 && Scale != Scale.Paper && Regime != Regimes.OtherWritersName),
        CheckpointEvery = CheckpointInterval.Of(CheckpointEvery),
    };
}
