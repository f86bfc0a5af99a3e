namespace ExactGN.Tests;

/// <summary>Small networks of every architecture as maps that the kit knows nothing about.</summary>
internal static class JudgedNetworks
{
    /// <summary>Measuring κ takes 2p forward maps a case, and no law shares them with another here.</summary>
    internal static LawRunOptions Few { get; } = new() { Cases = 10 };

    /// <summary>ReLU, p = 104.</summary>
    internal static NetworkSubject Mlp(NetworkStep step = NetworkStep.LeastNorm) =>
        NetworkSubject.RevMlp(step, Steering.Device);

    /// <summary>Two channels of two positions each half, tanh.</summary>
    internal static NetworkSubject ConvNet() => new("RevConvNet", (dtype, device) => new RevConvNet(
        new()
        {
            ImageChannels = 4,
            ImageHeight = 1,
            ImageWidth = 2,
            Block = 1,
            Hidden = 12,
            Blocks = 2,
            Classes = 2,
            Activation = Activation.Tanh,
            Seed = 1,
        },
        dtype, device), smooth: true, device: Steering.Device);

    /// <summary>As the convolutional one, mixing positions and channels in turn.</summary>
    internal static NetworkSubject Mixer() => new("RevMixer", (dtype, device) => new RevMixer(
        new()
        {
            ImageChannels = 4,
            ImageHeight = 1,
            ImageWidth = 2,
            Block = 1,
            Hidden = 12,
            Blocks = 2,
            Classes = 2,
            Activation = Activation.Gelu,
            Seed = 1,
        },
        dtype, device), smooth: true, device: Steering.Device);
}
