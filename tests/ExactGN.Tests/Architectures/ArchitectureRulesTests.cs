namespace ExactGN.Tests;

/// <summary>Options, files and networks of one's own: what is refused, and in which words.</summary>
public sealed class ArchitectureRulesTests
{
    private static readonly RevConvNetOptions Conv =
        new() { ImageChannels = 1, ImageHeight = 4, ImageWidth = 2, Hidden = 5, Classes = 2 };

    private static readonly RevMixerOptions Mixer =
        new() { ImageChannels = 1, ImageHeight = 4, ImageWidth = 2, Hidden = 5 };

    public static TheoryData<string> Broken => [.. Refused.Keys];

    private static Dictionary<string, Action> Refused { get; } = new()
    {
        ["An image must have at least one number"] = () => (Conv with { ImageChannels = 0 }).Validated(),
        ["Blocks of pixels must tile the image, got Block = 3"] = () => (Mixer with { Block = 3 }).Validated(),
        ["The state is split by channels, so ImageChannels·Block² must be even"] =
            () => (Conv with { Block = 1 }).Validated(),
        ["A patch has a centre, so Kernel must be odd"] = () => (Conv with { Kernel = 2 }).Validated(),
        ["Hidden must be positive"] = () => (Mixer with { Hidden = 0 }).Validated(),
        ["A network needs at least one block"] = () => (Conv with { Blocks = 0 }).Validated(),
        ["An orthonormal read-out cannot be wider"] = () => (Conv with { Classes = 9 }).Validated(),
        ["InitialSigma must be finite"] = () => (Mixer with { InitialSigma = double.NaN }).Validated(),
        ["An activation must be one of ReLU, identity, tanh, GELU, softplus, got 'sine'"] =
            () => Activation.Named("sine"),
        ["Images must have shape [n, 8], got [2, 7]"] = () => Conv.ToStates(zeros(2, 7)),
        ["States must have shape [n, 8], got [2, 7]"] = () => Conv.ToImages(zeros(2, 7)),
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
            Assert.Says("holds a RevMixer", Assert.Throws<InvalidDataException>(() => RevMlpFile.Load(path)).Message);

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
