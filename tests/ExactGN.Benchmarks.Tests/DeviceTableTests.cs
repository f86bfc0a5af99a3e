namespace ExactGN.Benchmarks.Tests;

/// <summary>The table for a GPU, at small shapes on a CPU: all but its times is what it will be there.</summary>
public sealed class DeviceTableTests
{
    [Fact]
    public void Every_row_is_measured_and_a_step_reads_once()
    {
        using var clock = new SynchronisedClock(() => { });

        var rows = Rows(clock, hidden: 256, samples: 16);

        Assert.All(rows, row => Assert.True(double.IsFinite(row.Value), $"{row}"));
        Assert.Equal(rows.Length, rows.Select(row => row.Name).Distinct().Count());
        var reads = rows.Where(row => row.Name.Contains("host reads", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, reads.Length);
        Assert.All(reads, row => Assert.Equal(1, row.Value));
        var residuals = rows.Where(row => row.Name.EndsWith("largest residual", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, residuals.Length);
        Assert.All(residuals, row => Assert.InRange(row.Value, 0, 1e-2));
        Assert.All(rows, row => Assert.True(row.Name.Length <= 76, row.Name));
    }

    [Fact]
    public void The_clock_alone_says_how_long_things_take()
    {
        using var clock = new StoppedClock(answer: 2);

        var rows = Rows(clock, hidden: 256, samples: 16).ToDictionary(row => row.Name, row => row.Value);

        Assert.Equal(2 * 16.0 * 256 * 16 / 2 / 1e9, rows["large GEMM in float32, Gflop/s"], precision: 12);
        Assert.All(Ending(", ms"), value => Assert.Equal(2000, value));
        Assert.All(Ending("/ first-order step"), value => Assert.Equal(1, value));
        Assert.Equal(657e6 / 1e6, rows["   with kept features, MB"], precision: 12);

        double[] Ending(string end)
        {
            var found = rows.Where(row => row.Key.EndsWith(end, StringComparison.Ordinal));
            double[] values = [.. found.Select(row => row.Value)];
            Assert.NotEmpty(values);
            return values;
        }
    }

    [Fact]
    public void TF32_is_off_but_in_the_part_of_its_own_and_left_as_it_was()
    {
        using var clock = new StoppedClock(answer: 1);
        backends.cuda.matmul.allow_tf32 = true;
        Dictionary<string, bool> seen = [];
        clock.Look = part => seen[part] = backends.cuda.matmul.allow_tf32;

        foreach (var part in Table(clock, hidden: 64, samples: 16).Parts.Where(part => part.Name != "memory"))
        {
            clock.Part = part.Name;
            Assert.NotEmpty(part.Rows().ToArray());
            Assert.True(backends.cuda.matmul.allow_tf32);
        }

        backends.cuda.matmul.allow_tf32 = false;
        Assert.Equal(["cifar", "gemm", "mnist", "relu", "small", "tf32"], seen.Keys.Order());
        Assert.All(seen, entry => Assert.Equal(entry.Key == "tf32", entry.Value));
    }

    [Fact]
    public void The_heading_says_how_it_was_timed_and_what_the_rival_is()
    {
        using var clock = new SynchronisedClock(() => { });

        var heading = Table(clock, hidden: 64, samples: 16).Heading;

        Assert.Contains("this CPU; timed by clock between two synchronisations", heading, StringComparison.Ordinal);
        Assert.Contains("not as a CUDA graph", heading, StringComparison.Ordinal);
    }

    private static DeviceTable Table(DeviceClock clock, int hidden, int samples) =>
        new(new TimedDevice(CPU, "this CPU", clock, keep => keep ? 657e6 : 614e6), rounds: 1, hidden, samples);

    private static Ratio[] Rows(DeviceClock clock, int hidden, int samples) =>
        [.. Table(clock, hidden, samples).Parts.SelectMany(part => part.Rows())];

    // Does what is timed and says the same every time.
    private sealed class StoppedClock(double answer) : DeviceClock
    {
        internal override string Method => "nothing";

        internal string Part { get; set; } = "";

        internal Action<string> Look { get; set; } = _ => { };

        internal override double Seconds(Action operation)
        {
            Look(Part);
            operation();
            return answer;
        }
    }
}
