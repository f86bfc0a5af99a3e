namespace ExactGN.Tests.Devices;

/// <summary>EXACTGN_DEVICE names a device that is there, or the tests fail in a sentence; they never run elsewhere in silence.</summary>
public sealed class SteeredDeviceTests
{
    [Theory, InlineData(null), InlineData(""), InlineData("cpu")]
    public void The_processor_is_taken_whether_there_is_a_gpu_or_not(string? name)
    {
        Assert.Equal(DeviceType.CPU, Steering.DeviceOf(name, available: true).type);
        Assert.Equal(DeviceType.CPU, Steering.DeviceOf(name, available: false).type);
    }

    [Fact]
    public void Cuda_without_a_gpu_and_unknown_names_fail_in_a_sentence()
    {
        Assert.Equal(
            "EXACTGN_DEVICE=cuda needs a CUDA device and the CUDA build (-p:TorchBackend=cuda); none was found.",
            Assert.Throws<InvalidOperationException>(() => Steering.DeviceOf("cuda", available: false)).Message);
        Assert.Equal("EXACTGN_DEVICE must be cpu or cuda, got 'gpu'.", Assert.Throws<ArgumentException>(() => Steering.DeviceOf("gpu", available: true)).Message);
    }
}
