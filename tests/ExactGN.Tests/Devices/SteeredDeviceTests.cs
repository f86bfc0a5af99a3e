namespace ExactGN.Tests.Devices;

/// <summary>EXACTGN_DEVICE names a device that is there, or the tests fail in a sentence; they never run
/// elsewhere in silence.</summary>
public sealed class SteeredDeviceTests
{
    [Theory, InlineData(null), InlineData(""), InlineData("cpu")]
    public void The_processor_is_taken_without_a_look_for_a_gpu(string? name)
    {
        Assert.Equal(
            DeviceType.CPU,
            Steering.DeviceOf(name, () => throw new InvalidOperationException("must not be asked")).type);
    }

    [Fact]
    public void Cuda_without_a_gpu_and_unknown_names_fail_in_a_sentence()
    {
        Assert.Equal(
            "EXACTGN_DEVICE=cuda needs a CUDA device and a libtorch for CUDA (-p:TorchBackend=cuda, "
            + "or EXACTGN_LIBTORCH); none was found.",
            Assert.Throws<InvalidOperationException>(() => Steering.DeviceOf("cuda", () => false)).Message);
        Assert.Equal(
            "EXACTGN_DEVICE must be cpu or cuda, got 'gpu'.",
            Assert.Throws<ArgumentException>(() => Steering.DeviceOf("gpu", () => true)).Message);
    }
}
