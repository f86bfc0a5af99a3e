namespace ExactGN.Tests;

/// <summary>A batch of another width, rank or dtype is refused by name wherever one enters, before
/// anything is computed.</summary>
public sealed class BatchRulesTests : IDisposable
{
    private readonly RevMlp _model = new(
        new() { Features = 4, Hidden = 3, Classes = 2 }, ScalarType.Float64, Steering.Device);

    public static TheoryData<string> Entrances =>
        new("Forward", "Inverse", "Output", "Jvp", "InverseJvp", "Vjp", "ParameterJvp");

    [Theory, MemberData(nameof(Entrances))]
    public void Another_shape_is_refused(string entrance)
    {
        using var scope = NewDisposeScope();
        foreach (var shape in (long[][])[[3, 5], [3, 2], [0, 4], [4], [2, 3, 4]])
        {
            var error = Assert.Throws<ArgumentException>(
                () => Enter(entrance, zeros(shape, dtype: float64, device: Steering.Device)));
            Assert.Begins($"A batch must have shape [n ≥ 1, 4], got [{string.Join(", ", shape)}].", error.Message);
        }
    }

    [Theory, MemberData(nameof(Entrances))]
    public void Another_device_or_dtype_is_refused(string entrance)
    {
        using var scope = NewDisposeScope();
        var device = Assert.Throws<ArgumentException>(
            () => Enter(entrance, zeros([3, 4], dtype: float64, device: META)));
        Assert.Says("got Float64 on META", device.Message);
        var dtype = Assert.Throws<ArgumentException>(
            () => Enter(entrance, zeros([3, 4], dtype: float32, device: Steering.Device)));
        Assert.Begins(
            $"A batch must have the network's dtype and device, Float64 on {Steering.Device.type}, "
            + $"got Float32 on {Steering.Device.type}.",
            dtype.Message);
    }

    [Theory, MemberData(nameof(Entrances))]
    public void A_sparse_batch_is_refused(string entrance)
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(
            () => Enter(entrance, ones([3, 4], dtype: float64, device: Steering.Device).to_sparse()));
        Assert.Equal(
            "A batch must be dense, got a sparse tensor of shape [3, 4]; to_dense() makes one of it.", error.Message);
    }

    [Theory, MemberData(nameof(Entrances))]
    public void One_sample_is_enough(string entrance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(1, Enter(entrance, ones([1, 4], dtype: float64, device: Steering.Device)).size(0));
    }

    public void Dispose() => _model.Dispose();

    private Tensor Enter(string entrance, Tensor x)
    {
        var tangent = ones([x.size(0), 4], dtype: float64, device: Steering.Device);
        using var update = Update.Snapshot(_model);
        return entrance switch
        {
            "Forward" => _model.Forward(x),
            "Inverse" => _model.Inverse(x),
            "Output" => _model.Output(x),
            "Jvp" => _model.Jvp(x, tangent),
            "InverseJvp" => _model.InverseJvp(x, tangent),
            "ParameterJvp" => _model.ParameterJvp(x, update),
            _ => Pulled(),
        };

        Tensor Pulled()
        {
            var (input, gradient) = _model.Vjp(x, tangent);
            gradient.Dispose();
            return input;
        }
    }
}
