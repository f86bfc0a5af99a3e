namespace ExactGN.Experiments.Tests;

/// <summary>The published data themselves, where EXACTGN_DATA has them.</summary>
public sealed class RealDataTests
{
    [SkippableFact]
    public void MNIST_is_the_published_one()
    {
        var located = Require("mnist");

        Assert.All(located.Check(), check => Assert.Equal(FileStanding.Verified, check.Standing));
        using var data = located.Load();
        Assert.Equal(("MNIST", 60_000, 10_000), (data.Name, data.TrainSamples, data.TestSamples));
        // The published constants are mean and deviation to four digits.
        AssertStandardised(data.TrainInputs, 2e-4);
        using var labels = data.TrainTargets[..10].argmax(1);
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], labels.data<long>().ToArray());
    }

    [SkippableFact]
    public void Fashion_MNIST_is_the_published_one()
    {
        var located = Require("fashion-mnist");

        Assert.All(located.Check(), check => Assert.Equal(FileStanding.Verified, check.Standing));
        using var data = located.Load();
        Assert.Equal(("Fashion-MNIST", 60_000, 10_000), (data.Name, data.TrainSamples, data.TestSamples));
        AssertStandardised(data.TrainInputs, 2e-4);
    }

    [SkippableFact]
    public void CIFAR_10_is_well_formed_and_its_channels_are_standardised_by_the_published_constants()
    {
        var located = Require("cifar10");

        Assert.DoesNotContain(located.Check(), check => check.Standing is FileStanding.Bad or FileStanding.Missing);
        using var data = located.Load();
        Assert.True(
            data.TrainSamples == 50_000 || data.Name.Contains("of 50,000 training", StringComparison.Ordinal),
            data.Name);
        foreach (var channel in data.TrainInputs.reshape(data.TrainSamples, 3, -1).unbind(1))
        {
            // The constants' deviation is the published set's; a subset of 10,000 is within a few per cent.
            AssertStandardised(channel, 0.05);
        }
    }

    [SkippableFact]
    public void The_papers_full_batch_is_the_first_1024_images()
    {
        var located = Require("mnist");
        using var scope = NewDisposeScope();
        using var all = located.Load(dtype: ScalarType.Float32);
        using var subset = located.Load(subset: 1024);

        Assert.Equal("MNIST (1,024 of 60,000 training images)", subset.Name);
        Assert.True(all.TrainInputs[..1024].eq(subset.TrainInputs).all().ToBoolean());
        Assert.True(all.TrainTargets[..1024].eq(subset.TrainTargets).all().ToBoolean());
    }

    private static LocatedData Require(string id)
    {
        var folder = Environment.GetEnvironmentVariable(DataSearch.Variable);
        Skip.If(string.IsNullOrEmpty(folder), "EXACTGN_DATA names no folder with real data.");
        var located = new DataFolder(folder, DataSearch.Variable).Find(DataCatalogue.Named(id));
        Skip.If(located is null, $"EXACTGN_DATA, '{folder}', has no {id}.");
        return located;
    }

    private static void AssertStandardised(Tensor values, double tolerance)
    {
        using var scope = NewDisposeScope();
        var exact = values.to(float64);
        Assert.InRange(exact.mean().item<double>(), -tolerance, tolerance);
        Assert.InRange(exact.std(unbiased: false).item<double>(), 1 - tolerance, 1 + tolerance);
    }
}
