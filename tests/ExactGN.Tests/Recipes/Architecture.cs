namespace ExactGN.Tests;

/// <summary>What a recipe's network is made of.</summary>
public enum Architecture
{
    /// <summary>The paper's network.</summary>
    Mlp,

    /// <summary>A convolutional one.</summary>
    ConvNet,

    /// <summary>One that mixes positions and channels in turn.</summary>
    Mixer,
}

/// <summary>The same network with other tensors, whatever its architecture.</summary>
public static class OtherNetworks
{
    extension(ReversibleNetwork model)
    {
        /// <summary>A network of the same options with each tensor replaced, by name, every half-coupling trainable;
        /// the caller owns it.</summary>
        public ReversibleNetwork With(Func<string, Tensor, Tensor> replace, ScalarType? dtype = null)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var tensors = model.NamedTensors()
                .ToDictionary(entry => entry.Name, entry => replace(entry.Name, entry.Tensor.detach()));
            var type = dtype ?? model.Dtype;
            return model switch
            {
                RevMlp mlp => RevMlp.FromTensors(mlp.Options, tensors, type, model.Device),
                RevConvNet conv => RevConvNet.FromTensors(conv.Options, tensors, type, model.Device),
                RevMixer mixer => RevMixer.FromTensors(mixer.Options, tensors, type, model.Device),
                _ => throw new ArgumentException($"A {model.GetType().Name} has no options."),
            };
        }

        /// <summary>A network of the same options but for a seed that is so much larger; the caller owns it.</summary>
        public ReversibleNetwork Redrawn(int further = 0) => model switch
        {
            RevMlp mlp => new RevMlp(mlp.Options with { Seed = mlp.Options.Seed + further }, model.Dtype, model.Device),
            RevConvNet conv =>
                new RevConvNet(conv.Options with { Seed = conv.Options.Seed + further }, model.Dtype, model.Device),
            RevMixer mixer =>
                new RevMixer(mixer.Options with { Seed = mixer.Options.Seed + further }, model.Dtype, model.Device),
            _ => throw new ArgumentException($"A {model.GetType().Name} has no options."),
        };

        /// <summary>The options.</summary>
        public INetworkOptions OptionsOf() => model switch
        {
            RevMlp mlp => mlp.Options,
            RevConvNet conv => conv.Options,
            RevMixer mixer => mixer.Options,
            _ => throw new ArgumentException($"A {model.GetType().Name} has no options."),
        };

        /// <summary>The most rows of a W: the longest sum in a half-coupling.</summary>
        public long WeightRows() => model.HalfCouplings.Max(half => half.Weight.size(0));
    }
}
