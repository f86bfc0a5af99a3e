namespace ExactGN.Experiments.Data;

/// <summary>Standardised inputs and one-hot targets, training and test part. It owns its tensors;
/// disposing it frees them.</summary>
/// <param name="Name">The data set's name, as captions give it.</param>
/// <param name="TrainInputs">Shape [N, d].</param>
/// <param name="TrainTargets">Shape [N, c], one-hot.</param>
/// <param name="TestInputs">Shape [N_test, d].</param>
/// <param name="TestTargets">Shape [N_test, c], one-hot.</param>
public sealed record DataSet(
    string Name, Tensor TrainInputs, Tensor TrainTargets, Tensor TestInputs, Tensor TestTargets) : IDisposable
{
    /// <summary>Inputs, shape [N_val, d], and targets, shape [N_val, c], of the validation part, owned like the others;
    /// null where there is none.</summary>
    public (Tensor Inputs, Tensor Targets)? Validation { get; init; }

    /// <summary>N, the number of training samples.</summary>
    public int TrainSamples => (int)TrainInputs.size(0);

    /// <summary>The number of test samples.</summary>
    public int TestSamples => (int)TestInputs.size(0);

    /// <summary>Where its tensors lie, and with them what is computed of them.</summary>
    public Device Device => TrainInputs.device;

    /// <summary>The first training images, as the paper's subsets are taken, and all test images.</summary>
    /// <param name="subset">How many; all when null.</param>
    /// <returns>A copy; the caller owns it. Its name says that it is a subset.</returns>
    /// <exception cref="ArgumentException">There are not that many.</exception>
    public DataSet First(int? subset)
    {
        var count = subset ?? TrainSamples;
        if (count < 1 || count > TrainSamples)
        {
            throw new ArgumentException($"A subset takes 1 to {TrainSamples} of {TrainSamples} images, got {count}.");
        }

        using var scope = NewDisposeScope();
        return new(
            count == TrainSamples ? Name : $"{Name} ({count} of {TrainSamples} training images)",
            Copy(TrainInputs.narrow(0, 0, count)),
            Copy(TrainTargets.narrow(0, 0, count)),
            Copy(TestInputs),
            Copy(TestTargets))
        {
            Validation = Validation is var (inputs, targets) ? (Copy(inputs), Copy(targets)) : null,
        };

        static Tensor Copy(Tensor part) => part.clone().DetachFromDisposeScope();
    }

    /// <summary>The same samples as a network sees them, <see cref="INetworkOptions.ToStates"/>.</summary>
    /// <param name="model">The network's options.</param>
    /// <returns>Inputs in the caller's dispose scope; targets stay this data set's. Not to be disposed of.</returns>
    /// <exception cref="ArgumentException">The network's width is another than the images'.</exception>
    internal DataSet Seen(INetworkOptions model) => this with
    {
        TrainInputs = model.ToStates(TrainInputs),
        TestInputs = model.ToStates(TestInputs),
        Validation = Validation is var (inputs, targets) ? (model.ToStates(inputs), targets) : null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[
            TrainInputs, TrainTargets, TestInputs, TestTargets,
            .. Validation is var (inputs, targets) ? (Tensor[])[inputs, targets] : [],
        ])
        {
            tensor.Dispose();
        }
    }
}
