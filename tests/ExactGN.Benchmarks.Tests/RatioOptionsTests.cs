namespace ExactGN.Benchmarks.Tests;

/// <summary>--ratios' options, and tables over several processes.</summary>
public sealed class RatioOptionsTests
{
    [Theory]
    [InlineData("--device tpu", "--device must be cpu or cuda, got 'tpu'.")]
    [InlineData("--device", "--device needs a value, and none follows.")]
    [InlineData("--processes 0", "--processes must be a whole number from 1 to 100, got '0'.")]
    [InlineData("--processes -1", "--processes must be a whole number from 1 to 100, got '-1'.")]
    [InlineData("--processes 101", "--processes must be a whole number from 1 to 100, got '101'.")]
    [InlineData("--processes two", "--processes must be a whole number from 1 to 100, got 'two'.")]
    [InlineData("--device cpu --processes", "--processes needs a value, and none follows.")]
    [InlineData("--seed 1", "--ratios takes --device, --processes and --parts, got '--seed'.")]
    public void What_is_no_option_is_refused_in_a_sentence(string line, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => RatioOptions.Parse(line.Split(' '))).Message);

    [Fact]
    public void Parts_are_chosen_by_name_in_the_order_of_the_table()
    {
        var options = RatioOptions.Parse(["--parts", "cifar, mnist", "--processes", "5"]);

        Assert.Equal(("cpu", 5), (options.Device, options.Processes));
        Assert.Equal(["mnist", "cifar"], options.Choose(RatioTable.Parts).Select(part => part.Name));
        Assert.Equal(["--device", "cpu", "--parts", "cifar,mnist"], options.OfOneProcess());
        Assert.Equal(RatioTable.Parts, RatioOptions.Parse([]).Choose(RatioTable.Parts));
        var unknown = RatioOptions.Parse(["--parts", "mnist,gpu"]);
        var error = Assert.Throws<ArgumentException>(() => unknown.Choose(RatioTable.Parts));
        Assert.Equal(
            "--parts on cpu must be some of mnist, svd, cifar, memory, blocks, kernel, data, "
            + "separated by commas; got 'gpu'.",
            error.Message);
    }

    [Fact]
    public void Cuda_without_a_gpu_and_bad_options_end_in_a_sentence_and_not_in_success()
    {
        Assert.Equal(2, RatioRun.Print(["--device", "tpu"]));
        Assert.Equal(2, RatioRun.Print(["--parts", "nothing", "--processes", "3"]));
        if (!cuda.is_available())
        {
            Assert.Equal(2, RatioRun.Print(["--device", "cuda"]));
        }
    }

    [Fact]
    public void Over_several_processes_a_line_has_median_range_and_how_many_met_its_target()
    {
        double[] values = [0.95, 0.8, 0.85, 0.89, 0.88];

        Ratio[][] processes = [.. values.Select(value => (Ratio[])[Ratio.AtMost("a step", value, 0.9)])];
        var spread = Assert.Single(RatioSpread.Of(processes));

        Assert.True(spread.Met);
        Assert.Matches(@"^a step +0\.88 +0\.8 – 0\.95 +≤ 0\.9  met in 4 of 5$", spread.ToString());
    }

    [Fact]
    public void A_line_that_two_in_five_processes_miss_or_do_not_have_is_missed()
    {
        var (met, missed) = (Ratio.AtMost("a step", 0.8, 0.9), Ratio.AtMost("a step", 1, 0.9));

        var spread = RatioSpread.Of([[met], [met], [met], [missed], [missed]])[0];

        Assert.False(spread.Met);
        Assert.EndsWith("met in 3 of 5, missed", spread.ToString(), StringComparison.Ordinal);
        Assert.False(RatioSpread.Of([[met], [met], [met], [], []])[0].Met);
    }

    [Fact]
    public void A_part_that_fails_says_so_and_keeps_what_it_had()
    {
        var rows = new RatioPart("half", () => Half()).Rows().ToArray();

        Assert.Equal(Ratio.Reported("first", 1), rows[0]);
        Assert.Equal((2, "half: The second must not be asked for.", false), (rows.Length, rows[1].Name, rows[1].Met));

        static IEnumerable<Ratio> Half()
        {
            yield return Ratio.Reported("first", 1);
            throw new InvalidOperationException("The second must not be asked for.\nat a trace");
        }
    }
}
