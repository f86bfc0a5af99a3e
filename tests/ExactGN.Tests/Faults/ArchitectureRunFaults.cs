using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>Faults of runs of any architecture, and of what a network's options come to.</summary>
public static partial class ArchitectureRunFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Text("architecture left out", run => Named().Replace(ConfigurationText.Library.Write(run), "")),
        Text("the paper's network named too", run => run.Model is RevMlpOptions
            ? ConfigurationText.Library.Write(run)
                .Replace("\"model\":{", "\"model\":{\"architecture\":\"rev-mlp\",", StringComparison.Ordinal)
            : ConfigurationText.Library.Write(run)),
        new("sides of patches forgotten", ConfigurationText.Library with
        {
            Name = "forgotten",
            Read = text => ConfigurationText.Library.Read(text) is { Model: RevConvNetOptions conv } run
                ? run with { Model = conv with { Kernel = 3 } }
                : ConfigurationText.Library.Read(text),
        }, "RUN-52"),
        Arm("an arm's rate read to three digits", arm => arm.Rate is { } rate
            ? arm.At(double.Parse(rate.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            : arm),
        Arm("an arm's words read backwards", arm => Varied(arm, arm.Variations.Reverse())),
        Arm("exponents of an arm's numbers left out", arm => Varied(arm, arm.Variations.Select(variation =>
            variation with { Number = variation.Number is { } number ? Mantissa(number) : null }))),
        new("images taken for states", new Training("images", (run, data) =>
        {
            using var scope = NewDisposeScope();
            return Training.Library.Run(run, data with { TrainInputs = run.Model.ToImages(data.TrainInputs) });
        }), "RUN-53"),
        new("blocks averaged where they are summed", new Training(
            "averaged",
            (run, data) => Training.Library.Run(
                run.WithStep(step => step with { Scaling = StepScaling.Exact }), data)), "RUN-53"),
        new("seed of the options kept", new OptionsDraw(
            "kept", (options, _) => options.Draw(ScalarType.Float64, Steering.Device)), "ARCH-7"),
        Count("rows taken for samples", (count, samples) => count with { Rows = [samples, samples] }),
        Count("a linear block counted as any other", (count, _) => count, linear: false),
        Count("weights of one block alone", (count, _) => count with { Weights = count.Weights / 2 }),
    ];

    private static Fault Text(string name, Func<RunConfiguration, string> write) =>
        new(name, ConfigurationText.Library with { Name = name, Write = write }, "RUN-52");

    private static Fault Arm(string name, Func<Arm, Arm> read) => new(name, ConfigurationText.Library with
    {
        Name = name,
        Read = text => ConfigurationText.Library.Read(text) is { } run ? run with { Arm = read(run.Arm) } : null,
    }, "RUN-52");

    private static Arm Varied(Arm arm, IEnumerable<Variation> variations)
    {
        var own = variations.Aggregate(
            new Arm(arm.Optimiser, arm.Share), (so, part) => so.With(part.Word, part.Number));
        return arm.Rate is { } rate ? own.At(rate) : own;
    }

    private static double Mantissa(double number) => double.Parse(
        number.ToString("0.########e0", CultureInfo.InvariantCulture).Split('e')[0], CultureInfo.InvariantCulture);

    private static Fault Count(string name, Func<NetworkCount, int, NetworkCount> change, bool linear = true) =>
        new(name, new CountRule(name, (model, samples) => change(
            CountRule.Library.Of(linear ? model : NotLinear(model), samples), samples)), "ARCH-8");

    private static INetworkOptions NotLinear(INetworkOptions model) => model switch
    {
        RevMlpOptions mlp => mlp with { LinearInputBlock = false },
        ImageNetworkOptions image => image with { LinearInputBlock = false },
        _ => model,
    };

    [GeneratedRegex("\"architecture\":\"[a-z-]+\",")]
    private static partial Regex Named();
}
