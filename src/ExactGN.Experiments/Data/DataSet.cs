namespace ExactGN.Experiments;

/// <summary>Standardised inputs and one-hot targets, training and test part. It owns its tensors; disposing it frees them.</summary>
/// <param name="Name">The data set's name, as captions give it.</param>
/// <param name="TrainInputs">Shape [N, d].</param>
/// <param name="TrainTargets">Shape [N, c], one-hot.</param>
/// <param name="TestInputs">Shape [N_test, d].</param>
/// <param name="TestTargets">Shape [N_test, c], one-hot.</param>
public sealed record DataSet(string Name, Tensor TrainInputs, Tensor TrainTargets, Tensor TestInputs, Tensor TestTargets) : IDisposable
{
    /// <summary>N, the number of training samples.</summary>
    public int TrainSamples => (int)TrainInputs.size(0);

    /// <summary>The number of test samples.</summary>
    public int TestSamples => (int)TestInputs.size(0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[TrainInputs, TrainTargets, TestInputs, TestTargets])
        {
            tensor.Dispose();
        }
    }
}
