namespace ExactGN.Tests;

/// <summary>Options, files and networks of one's own: what is refused, and in which words.</summary>
public sealed class ArchitectureRulesTests
{
    private static readonly RevConvNetOptions Conv =
        new() { ImageChannels = 1, ImageHeight = 4, ImageWidth = 2, Hidden = 5, Classes = 2 };

    private static readonly RevMixerOptions Mixer =
        new() { ImageChannels = 1, ImageHeight = 4, ImageWidth = 2, Hidden = 5 };

    private static readonly INetworkOptions Mlp = new RevMlpOptions { Features = 4 };

    public static TheoryData<string> Broken => [.. Refused.Keys];

    private static Dictionary<string, Action> Refused { get; } = new()
    {
        ["An image must have at least one number and 16777216 at most, got 0 × 4 × 2."] =
            () => (Conv with { ImageChannels = 0 }).Validated(),
        ["at most, got 1 × 0 × 2."] = () => (Conv with { ImageHeight = 0 }).Validated(),
        ["at most, got 1 × 4 × 0."] = () => (Conv with { ImageWidth = 0 }).Validated(),
        ["at most, got 1 × -4 × -2."] = () => (Conv with { ImageHeight = -4, ImageWidth = -2 }).Validated(),
        ["at most, got 1 × 8192 × 4096."] =
            () => (Conv with { ImageHeight = 8192, ImageWidth = 4096 }).Validated(),
        ["at most, got 1073741824 × 1073741824 × 16."] = () =>
            (Conv with { ImageChannels = 1 << 30, ImageHeight = 1 << 30, ImageWidth = 16 }).Validated(),
        ["Blocks of pixels must tile the image, got Block = 3"] = () => (Mixer with { Block = 3 }).Validated(),
        ["got Block = 0 and 4 × 2."] = () => (Mixer with { Block = 0 }).Validated(),
        ["got Block = -2 and 4 × 2."] = () => (Mixer with { Block = -2 }).Validated(),
        ["got Block = 4 and 4 × 2."] = () => (Mixer with { Block = 4 }).Validated(),
        ["got Block = 4 and 2 × 4."] =
            () => (Mixer with { ImageHeight = 2, ImageWidth = 4, Block = 4 }).Validated(),
        ["The state is split by channels, so ImageChannels·Block² must be even"] =
            () => (Conv with { Block = 1 }).Validated(),
        ["got ImageChannels = 1 and Block = 3."] =
            () => (Conv with { ImageHeight = 3, ImageWidth = 3, Block = 3 }).Validated(),
        ["A patch has a centre, so Kernel must be odd, from 1 to 1023, got 2."] =
            () => (Conv with { Kernel = 2 }).Validated(),
        ["from 1 to 1023, got 0."] = () => (Conv with { Kernel = 0 }).Validated(),
        ["from 1 to 1023, got -1."] = () => (Conv with { Kernel = -1 }).Validated(),
        ["from 1 to 1023, got 1025."] = () => (Conv with { Kernel = 1025 }).Validated(),
        ["Hidden must be positive"] = () => (Mixer with { Hidden = 0 }).Validated(),
        ["A network needs at least one block"] = () => (Conv with { Blocks = 0 }).Validated(),
        ["An orthonormal read-out cannot be wider"] = () => (Conv with { Classes = 9 }).Validated(),
        ["InitialSigma must be finite"] = () => (Mixer with { InitialSigma = double.NaN }).Validated(),
        ["An activation must be one of ReLU, identity, tanh, GELU, softplus, got 'sine'"] =
            () => Activation.Named("sine"),
        ["Images must have shape [n, 8], got [2, 7]"] = () => Conv.ToStates(zeros(2, 7)),
        ["States must have shape [n, 8], got [2, 7]"] = () => Conv.ToImages(zeros(2, 7)),
        ["States must have shape [n, 8], got [2, 8, 1]"] = () => Conv.ToImages(zeros(2, 8, 1)),
        ["Images must have shape [n, 4], got [2, 7]"] = () => Mlp.ToStates(zeros(2, 7)),
        ["States must have shape [n, 4], got [2, 7]"] = () => Mlp.ToImages(zeros(2, 7)),
        ["A network must fit into memory"] = () => new RevConvNet(
            Conv with { Hidden = RevMlpOptions.MostWidth, Blocks = RevMlpOptions.MostBlocks }),
        ["The projection of random features must have shape [3, h], got [2, 5]"] = () => new RandomFeatures(
            3, zeros(2, 5), Activation.Relu),
        ["The weight of own must have shape [6, 3], got [5, 3]"] = () => Half("own", rows: 5),
        ["A coupling with one row of outputs per sample must leave a half as it is in Rows; that of turned, with 3"] =
            () => new HalfCoupling("turned", nn.Parameter(zeros(3, 3)), new Turned()),
        ["A network needs at least one block, got none"] = () => new ReversibleNetwork([]),
        ["Every half-coupling needs a name of its own, got 'own' twice"] = () => new ReversibleNetwork(
            [new(Half("own"), Half("own"))]),
        ["A read-out must have shape [6, c ≤ 6]"] = () => new ReversibleNetwork([new(Half("f"), Half("g"))], eye(5)),
        ["A read-out's columns must be orthonormal"] = () => new ReversibleNetwork(
            [new(Half("f"), Half("g"))], 2 * eye(6)),
        ["All half-couplings must share the width of a half, a dtype and a device"] = () =>
            new ReversibleNetwork([new(Half("f"), Half("g", ScalarType.Float64))]),
        ["A file holds a RevMlp, RevConvNet or RevMixer"] = () =>
        {
            using var own = new ReversibleNetwork([new(Half("f"), Half("g"))]);
            NetworkFile.Save(own, "nowhere");
        },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_rule_is_named(string rule)
    {
        using var scope = NewDisposeScope();

        Assert.Says(rule, Assert.Throws<ArgumentException>(Refused[rule]).Message);
    }

    [Fact]
    public void Images_patches_and_blocks_at_the_edge_of_their_rules_are_accepted()
    {
        var large = Conv with { ImageHeight = 4096, ImageWidth = 4096, Kernel = RevConvNetOptions.MostKernel };
        Assert.Same(large, large.Validated());
        var small = Mixer with { ImageChannels = 2, ImageHeight = 1, ImageWidth = 1, Block = 1 };
        Assert.Same(small, small.Validated());
        var square = Mixer with { ImageHeight = 2, ImageWidth = 2 };
        Assert.Same(square, square.Validated());
    }

    [Fact]
    public void Sizes_of_images_follow_from_the_options()
    {
        var options = Mixer with { ImageChannels = 3, ImageHeight = 4, ImageWidth = 6 };
        Assert.Equal((72, 6, 6), (options.Features, options.Positions, options.HalfChannels));
    }

    [Fact]
    public void What_options_of_images_say_by_default()
    {
        var defaults = new RevConvNetOptions { ImageChannels = 1, ImageHeight = 4, ImageWidth = 2 };
        Assert.Equal(
            (2, null, 2, null, true, false),
            (defaults.Block, defaults.Hidden, defaults.Blocks, defaults.Classes, defaults.Bias,
                defaults.LinearInputBlock));
        Assert.Equal(
            (Activation.Relu, 1e-3, 42, 3),
            (defaults.Activation, defaults.InitialSigma, defaults.Seed, defaults.Kernel));
    }

    [Fact]
    public void A_network_is_on_the_device_asked_for_and_otherwise_on_the_CPU()
    {
        using var scope = NewDisposeScope();
        using var conv = new RevConvNet(Conv);
        using var mixer = new RevMixer(Mixer);
        var (ofConv, ofMixer) = (Tensors(conv), Tensors(mixer));
        Device?[] devices = [META, null];
        foreach (var device in devices)
        {
            using var drawnConv = new RevConvNet(Conv, device: device);
            using var drawnMixer = new RevMixer(Mixer, device: device);
            using var madeConv = RevConvNet.FromTensors(Conv, ofConv, ScalarType.Float32, device);
            using var madeMixer = RevMixer.FromTensors(Mixer, ofMixer, ScalarType.Float32, device);
            Assert.All(
                (ReversibleNetwork[])[drawnConv, drawnMixer, madeConv, madeMixer],
                model => Assert.Equal(device?.type ?? DeviceType.CPU, model.Device.type));
        }

        static Dictionary<string, Tensor> Tensors(ReversibleNetwork model) =>
            model.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Tensor);
    }

    [Fact]
    public void Columns_are_orthonormal_up_to_a_hundred_roundings_for_each_row()
    {
        // UᵀU = [1, b; b, 1 + b²], off by b; d = 2.
        const float Bound = 200f / (1 << 23);
        using var own = Network(MathF.BitDecrement(Bound));
        Assert.Equal(2, own.Outputs);
        Assert.Equal(
            "A read-out's columns must be orthonormal, UᵀU = I; these miss it by 2.38e-05.",
            Assert.Throws<ArgumentException>(() => Network(Bound)).Message);

        static ReversibleNetwork Network(float b)
        {
            using var scope = NewDisposeScope();
            var readout = tensor(new[,] { { 1, b }, { 0, 1 } });
            return new([new(Single("f"), Single("g"))], readout);
        }

        static HalfCoupling Single(string name) =>
            new(name, nn.Parameter(zeros(4, 1)), new RandomFeatures(1, zeros(1, 3), Activation.Relu));
    }

    [Fact]
    public void Of_the_activations_relu_alone_has_a_kink_and_the_identity_alone_is_linear()
    {
        Activation[] all = [
            Activation.Relu, Activation.Identity, Activation.Tanh, Activation.Gelu, Activation.Softplus,
        ];
        Assert.Equal([Activation.Relu], all.Where(activation => !activation.IsSmooth));
        Assert.Equal([Activation.Identity], all.Where(activation => activation.IsLinear));
    }

    [Fact]
    public void A_file_of_another_architecture_is_told_apart()
    {
        var path = Path.Combine(Path.GetTempPath(), $"exactgn-{Path.GetRandomFileName()}.safetensors");
        try
        {
            using var model = new RevMixer(Mixer);
            NetworkFile.Save(model, path);
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Assert.Says("holds a RevMixer", Assert.Throws<InvalidDataException>(() => RevMlpFile.Load(path)).Message);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

            Safetensors.Save(
                path,
                model.NamedTensors(),
                new Dictionary<string, string> { ["exactgn.options"] = "{}", ["exactgn.architecture"] = "RevOther" });
            Assert.Says("'RevOther'", Assert.Throws<InvalidDataException>(() => NetworkFile.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_file_of_the_papers_network_is_as_it_was()
    {
        Assert.SaysNot("Activation", System.Text.Json.JsonSerializer.Serialize(new RevMlpOptions { Features = 4 }));
        var tanh = new RevMlpOptions { Features = 4, Activation = Activation.Tanh };
        var text = System.Text.Json.JsonSerializer.Serialize(tanh);
        Assert.Says("\"Activation\":\"tanh\"", text);
        Assert.Equal(tanh, System.Text.Json.JsonSerializer.Deserialize<RevMlpOptions>(text));
        Assert.Equal(
            new RevMlpOptions { Features = 4 },
            System.Text.Json.JsonSerializer.Deserialize<RevMlpOptions>("""{"Features":4,"Activation":null}"""));
    }

    private static HalfCoupling Half(string name, ScalarType dtype = ScalarType.Float32, int rows = 6) =>
        new(
            name,
            nn.Parameter(zeros([rows, 3], dtype: dtype)),
            new RandomFeatures(3, zeros([3, 5], dtype: dtype), Activation.Relu));

    // One row per sample, of which the order is turned.
    private sealed class Turned : ICoupling
    {
        public long Width => 3;

        public long Columns => 3;

        public IPoint At(Tensor x) => throw new InvalidOperationException("Nothing was to be evaluated.");

        public Tensor Rows(Tensor half) => half.flip(1);

        public Tensor Half(Tensor rows) => rows.flip(1);

        public void Dispose()
        {
        }
    }
}
