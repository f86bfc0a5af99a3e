namespace ExactGN.Tests;

/// <summary>A network made of given tensors copies them, and says which one is missing or of the wrong shape.</summary>
public sealed class FromTensorsTests
{
    private static readonly RevMlpOptions Options = new() { Features = 4, Hidden = 3, Blocks = 2, Classes = 2 };

    public static TheoryData<string, long[]> Shapes => new()
    {
        { "blocks.0.f.weight", [4, 2] },
        { "blocks.1.g.projection", [2, 3] },
        { "readout", [4, 2] },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void A_missing_tensor_is_named_with_the_shape_it_should_have(string name, long[] shape)
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors();
        tensors.Remove(name);
        Assert.Equal(
            $"A network with these options needs a tensor '{name}' of shape [{string.Join(", ", shape)}], "
            + "and there is none.",
            Assert.Throws<ArgumentException>(() => RevMlp.FromTensors(Options, tensors, ScalarType.Float64)).Message);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_tensor_of_another_shape_is_named_with_both_shapes(string name, long[] shape)
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors();
        tensors[name] = zeros([5, 1], dtype: float64);
        Assert.Equal(
            $"The tensor '{name}' must have shape [{string.Join(", ", shape)}], got [5, 1].",
            Assert.Throws<ArgumentException>(() => RevMlp.FromTensors(Options, tensors, ScalarType.Float64)).Message);
    }

    [Fact]
    public void Broken_options_are_refused_before_tensors_are_looked_at() =>
        Assert.Says(
            "Features must be even",
            Assert.Throws<ArgumentException>(() => RevMlp.FromTensors(
                Options with { Features = 3, Classes = null },
                new Dictionary<string, Tensor>(),
                ScalarType.Float64)).Message);

    [Fact]
    public void A_sparse_tensor_and_another_dtype_are_refused()
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors();
        Assert.Equal(
            "A network's dtype must be float32 or float64, got Int64.",
            Assert.Throws<ArgumentException>(() => RevMlp.FromTensors(Options, tensors, ScalarType.Int64)).Message);
        tensors["readout"] = tensors["readout"].to_sparse();
        Assert.Begins(
            "The tensor 'readout' must be dense, got a sparse tensor of shape [4, 2]",
            Assert.Throws<ArgumentException>(() => RevMlp.FromTensors(Options, tensors, ScalarType.Float64)).Message);
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void The_tensors_are_copied_and_cast(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors();
        using var model = RevMlp.FromTensors(Options, tensors, dtype);
        var before = model.NamedTensors().Select(entry => entry.Tensor.detach().clone()).ToArray();

        foreach (var tensor in tensors.Values)
        {
            tensor.zero_();
        }

        Assert.All(model.NamedTensors().Zip(before), pair =>
        {
            Assert.Equal(dtype, pair.First.Tensor.dtype);
            Assert.True(pair.First.Tensor.equal(pair.Second).all().item<bool>(), pair.First.Name);
        });
    }

    [Fact]
    public void A_network_is_on_the_device_asked_for_and_otherwise_on_the_CPU()
    {
        using var scope = NewDisposeScope();
        using var drawn = new RevMlp(Options, ScalarType.Float64, META);
        using var made = RevMlp.FromTensors(Options, Tensors(), ScalarType.Float64, META);
        using var here = RevMlp.FromTensors(Options, Tensors(), ScalarType.Float64);
        Assert.Equal(
            [DeviceType.META, DeviceType.META, DeviceType.CPU],
            new[] { drawn, made, here }.Select(model => model.Device.type));
        Assert.All(drawn.NamedTensors(), entry => Assert.Equal(DeviceType.META, entry.Tensor.device_type));
    }

    [Fact]
    public void Every_tensor_has_its_name_and_its_shape()
    {
        using var model = new RevMlp(Options, ScalarType.Float64);
        Assert.Equal(
            [
                "blocks.0.f.weight [4, 2]", "blocks.0.f.projection [2, 3]", "blocks.0.g.weight [4, 2]",
                "blocks.0.g.projection [2, 3]",
                "blocks.1.f.weight [4, 2]", "blocks.1.f.projection [2, 3]", "blocks.1.g.weight [4, 2]",
                "blocks.1.g.projection [2, 3]",
                "readout [4, 2]",
            ],
            model.NamedTensors().Select(entry => $"{entry.Name} [{string.Join(", ", entry.Tensor.shape)}]"));
    }

    [Fact]
    public void Only_the_weights_require_gradients()
    {
        using var model = new RevMlp(Options, ScalarType.Float64);
        Assert.All(
            model.NamedTensors(),
            entry => Assert.Equal(entry.Name.EndsWith("weight", StringComparison.Ordinal), entry.Tensor.requires_grad));
    }

    private static Dictionary<string, Tensor> Tensors()
    {
        using var model = new RevMlp(Options with { InitialSigma = 1 }, ScalarType.Float64);
        return model.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Tensor.detach().clone());
    }
}
