using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>Everything that decides a training run's numbers. Equal configurations give equal numbers on one
/// <see cref="Placement"/> of one machine.</summary>
public sealed record RunConfiguration
{
    /// <summary>The most epochs of a run.</summary>
    public const int MostEpochs = 1_000_000;

    /// <summary>The most samples of a run and of a batch.</summary>
    public const int MostSamples = 1 << 24;

    // What float32 holds, a few powers of ten aside.
    private const double Most = 1e30;

    /// <summary>The setting this run belongs to, such as "full-batch".</summary>
    public required string Setting { get; init; }

    /// <summary>The arm of the comparison; one curve in the figures.</summary>
    public required Arm Arm { get; init; }

    /// <summary>The data set: "digits" or one of <see cref="DataCatalogue"/>.</summary>
    public string Data { get; init; } = DataCatalogue.Digits;

    /// <summary>The optimiser.</summary>
    public required OptimiserOptions Optimiser { get; init; }

    /// <summary>η. For Gauss-Newton with <see cref="StepScaling.Reference"/> the step in function space
    /// is α = Lη.</summary>
    public required double LearningRate { get; init; }

    /// <summary>λ of the weight decay: Gauss-Newton applies W ← W − η(Δ + λW), SGD and Adam
    /// add λW to the gradient.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate goes on.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The epoch from which on the iterates are averaged; null for none. What is evaluated and measured
    /// is then the mean of the weights after each update since, while training goes on from the last ones.</summary>
    public int? AverageFrom { get; init; }

    /// <summary>Another optimiser for the later part of training; null for none.</summary>
    public OptimiserSwitch? Switch { get; init; }

    /// <summary>Passes over the training samples.</summary>
    public required int Epochs { get; init; }

    /// <summary>n, the samples per update.</summary>
    public required int BatchSize { get; init; }

    /// <summary>N, the training samples used: the first N of the split's training part.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>Which images train, validate and test.</summary>
    public Split Split { get; init; } = Split.Drawn();

    /// <summary>Whether all seeds test on the same samples, which is so but for digits drawn per seed.</summary>
    public bool HasCommonTestPart => Data != DataCatalogue.Digits || Split.Rule == SplitRule.InOrder;

    /// <summary>The share of the training labels that is redrawn, uniformly over all classes; validation and test
    /// labels stay. 0 to 1.</summary>
    public double LabelNoise { get; init; }

    /// <summary>Random resized crops of the training images; null for none. Evaluations see the images as they
    /// are.</summary>
    public CropOptions? Augmentation { get; init; }

    /// <summary>The network, of any architecture; its seed is the run's stream
    /// <see cref="RandomDraw.Network"/>.</summary>
    [JsonConverter(typeof(ArchitectureConverter))]
    public required INetworkOptions Model
    {
        get => field.WithSeed(RandomDraw.Network.SeedFrom(Seed));

        // Held without one, so that configurations are equal whatever was given here.
        init => field = value.WithSeed(0);
    }

    /// <summary>a of the lazy regime: with another than 1 the network that is trained is a·(f − f₀),
    /// f₀ that at initialisation, and its loss is divided by a²; squared error only. Positive.</summary>
    public double OutputScale { get; init; } = 1;

    /// <summary>The loss.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>What is measured beside losses and accuracies; null for nothing.</summary>
    public MeasurePlan? Measures { get; init; }

    /// <summary>The test part is evaluated every so many epochs, and at the first and the last.</summary>
    public int TestEvery { get; init; } = 1;

    /// <summary>The seed of everything that the run draws, each from a stream of its own,
    /// <see cref="RandomDraw"/>.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>float32 or float64.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary>The run at a rate that a search tries, which its arm tells.</summary>
    /// <param name="rate">η.</param>
    public RunConfiguration At(double rate) => this with { Arm = Arm.At(rate), LearningRate = rate };

    /// <summary>Checks the rules of a run's choices.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    public RunConfiguration Validated()
    {
        Model.Validated();
        Architectures.RequireFits(Model, Data);
        Require(Epochs is >= 0 and <= MostEpochs, $"A run has 0 to {MostEpochs} epochs, got {Epochs}.");
        Require(BatchSize is >= 1 and <= MostSamples, $"A batch has 1 to {MostSamples} samples, got {BatchSize}.");
        Require(
            TrainSamples is >= 1 and <= MostSamples,
            $"A run has 1 to {MostSamples} training samples, got {TrainSamples}.");
        Require(
            TestEvery is >= 1 and <= MostEpochs,
            $"The test part is evaluated every 1 to {MostEpochs} epochs, got {TestEvery}.");
        Require(double.IsFinite(LearningRate), $"A learning rate must be finite, got {LearningRate}.");
        Require(WeightDecay is >= 0 and <= Most, $"A weight decay is 0 to {Most:g3}, got {WeightDecay}.");
        const int epochs = MostEpochs;
        const int many = MostSamples;
        Require(
            Measures is null
                or ({ Every: >= 1 and <= epochs, KernelSamples: >= 1 and <= many, Batches: >= 1 and <= many }
                    and { Probes: >= 1 and <= many, HeldOutSamples: >= 0 and <= many }),
            $"A run measures every 1 to {epochs} epochs, on 1 to {many} samples, batches and probes, got {Measures}.");
        Require(
            AverageFrom is null || AverageFrom >= 1 && AverageFrom <= Epochs,
            $"Iterates are averaged from epoch 1 to {Epochs} on, got {AverageFrom}.");
        Require(LabelNoise is >= 0 and <= 1, $"The share of redrawn labels is 0 to 1, got {LabelNoise}.");
        Require(
            OutputScale > 0 && double.IsFinite(OutputScale),
            $"An output scale is positive and finite, got {OutputScale}.");
        Require(
            OutputScale == 1 || Loss is SquaredError,
            $"An output scale other than 1 needs the squared error, got {OutputScale} with {Loss.GetType().Name}.");
        RequireOptimiser(Optimiser);
        RequireOptimiser(Switch?.Optimiser);
        Schedule.Require();
        return this;

        static void RequireOptimiser(OptimiserOptions? optimiser)
        {
            if (optimiser is SgdOptions { Momentum: var momentum })
            {
                Require(momentum is >= 0 and < 1, $"Momentum is 0 to below 1, got {momentum}.");
            }

            if (optimiser is GaussNewtonOptions { RightInverse: var inverse, Curvature: var curvature })
            {
                var (share, rtol) = (inverse.ReversibleShare, inverse.KernelRtol);
                Require(
                    inverse is not RightInverse.Mixture || share is > 0 and < 1,
                    $"A mixture of right inverses has a reversible share between 0 and 1, got {share}.");
                Require(rtol is >= 0 and < 1, $"The tolerance on J's singular values is 0 to below 1, got {rtol}.");
                var damping = curvature is Curvature.DampedCurvature { Lambda: var lambda } ? lambda : 1;
                Require(
                    damping is > 0 and <= Most,
                    $"The curvature's damping is above 0, to {Most:g3}, got {damping}.");
                RequireSolver(inverse.HalfSolver);
            }
        }

        static void RequireSolver(HalfSolver solver)
        {
            switch (solver)
            {
                case HalfSolver.Truncated { Rtol: var rtol, Atol: var atol }:
                    Require(rtol is >= 0 and <= 1, $"The tolerance rtol is 0 to 1, got {rtol}.");
                    Require(atol is >= 0 and <= Most, $"The tolerance atol is 0 to {Most:g3}, got {atol}.");
                    break;
                case HalfSolver.Tikhonov { Lambda: var lambda }:
                    Require(lambda is > 0 and <= Most, $"Damping is above 0, to {Most:g3}, got {lambda}.");
                    break;
                case HalfSolver.Perturbed { Noise: var noise, Inner: var inner }:
                    Require(
                        noise is >= 0 and <= Most,
                        $"The noise of a pseudo-inverse is 0 to {Most:g3}, got {noise}.");
                    RequireSolver(inner);
                    break;
            }
        }

        static void Require(bool rule, FormattableString message)
        {
            if (!rule)
            {
                throw new ArgumentException(FormattableString.Invariant(message));
            }
        }
    }

    /// <summary>Eight hexadecimal digits of the SHA-256 of configuration and code, the same on every
    /// machine for the same build.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(CodeVersion.Current + JsonSerializer.Serialize(this, Json.Compact))))[..8];

    /// <summary>The name of the run's folder.</summary>
    public string FolderName => $"{Setting}-{Arm}-seed{Seed}-{Hash}";
}
