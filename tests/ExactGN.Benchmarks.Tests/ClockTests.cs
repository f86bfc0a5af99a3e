namespace ExactGN.Benchmarks.Tests;

/// <summary>What is between the two readings of a clock is the operation, all of it and nothing else.</summary>
public sealed class ClockTests
{
    [Fact]
    public void A_synchronised_clock_waits_for_what_was_before_and_for_the_operation()
    {
        List<string> order = [];
        using var clock = new SynchronisedClock(() =>
        {
            Thread.Sleep(20);
            order.Add("wait");
        });

        var seconds = clock.Seconds(() => order.Add("operation"));

        Assert.Equal(["wait", "operation", "wait"], order);
        // The wait after the operation belongs to it, the one before does not.
        Assert.InRange(seconds, 0.019, double.PositiveInfinity);
    }

    [Fact]
    public void Events_lie_around_the_operation_on_an_idle_device_and_are_freed()
    {
        var events = new RecordedEvents();
        using (var clock = new EventClock(events))
        {
            var seconds = clock.Seconds(() => events.Order.Add("operation"));

            Assert.Equal(
                ["record 2", "wait 2", "record 1", "operation", "record 2", "wait 2", "from 1 to 2"],
                events.Order);
            Assert.Equal(0.25, seconds);
        }

        Assert.Equal(["destroy 1", "destroy 2"], events.Order.TakeLast(2));
    }

    [Theory, InlineData("/nowhere/libcuda.so.1"), InlineData("libc.so.6")]
    public void A_library_that_is_not_the_driver_is_refused_in_a_sentence(string library)
    {
        var error = Assert.Throws<InvalidOperationException>(() => CudaDriver.Load(library));

        var rule = $"CUDA events need NVIDIA's driver library {library} with its events; ";
        Assert.StartsWith(rule, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private sealed class RecordedEvents : IDeviceEvents
    {
        private int _created;

        internal List<string> Order { get; } = [];

        public nint Create() => ++_created;

        public void Record(nint mark) => Order.Add($"record {mark}");

        public void Wait(nint mark) => Order.Add($"wait {mark}");

        public double Milliseconds(nint from, nint to)
        {
            Order.Add($"from {from} to {to}");
            return 250;
        }

        public void Destroy(nint mark) => Order.Add($"destroy {mark}");
    }
}
