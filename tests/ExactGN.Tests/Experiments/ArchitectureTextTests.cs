using System.Text.Json;

namespace ExactGN.Experiments.Tests;

/// <summary>The network in a configuration's JSON: as it was before there was more than one architecture, and what is
/// refused.</summary>
public sealed class ArchitectureTextTests
{
    private const string Network =
        """{"features":64,"hidden":64,"blocks":2,"classes":10,"bias":true,"linearInputBlock":true,"""
        + "\"initialSigma\":0.001,\"seed\":331923917}";

    private const string Before =
        """{"setting":"bey-1","arm":"adam-rate-1e-3","data":"digits","optimiser":{"kind":"adam"},"""
        + "\"learningRate\":0.001,\"weightDecay\":0,\"schedule\":{\"kind\":\"constant\",\"halvedAfter\":0},"
        + "\"averageFrom\":null,\"switch\":null,\"epochs\":64,\"batchSize\":32,\"trainSamples\":1000,"
        + "\"split\":{\"rule\":\"drawn\",\"validation\":250},\"labelNoise\":0,\"augmentation\":null,\"model\":"
        + Network
        + ""","outputScale":1,"loss":{"kind":"crossEntropy"},"measures":null,"testEvery":1,"seed":42,"""
        + "\"dtype\":\"float32\"}";

    private const string Step =
        """{"kind":"gaussNewton","rightInverse":{"kind":"mixture","share":0.5,"solver":{"kind":"noisy","inner":"""
        + """{"kind":"damped","lambda":2},"noise":0.1},"rtol":0.001},"curvature":{"kind":"damped","lambda":0.1},"""
        + "\"scaling\":\"exact\"}";

    private static string Image =>
        Json(new RevMixerOptions { ImageChannels = 1, ImageHeight = 8, ImageWidth = 8, Hidden = 5 });

    [Theory, InlineData("{\"kind\":\"adam\"}"), InlineData("{\"kind\":\"sgd\",\"momentum\":0.5}"), InlineData(Step)]
    public void An_optimiser_is_written_as_it_is_read_with_the_choices_that_are_its_own(string optimiser)
    {
        var text = Before.Replace("{\"kind\":\"adam\"}", optimiser, StringComparison.Ordinal);
        var run = JsonSerializer.Deserialize<RunConfiguration>(text, Files.Json.Compact)!;

        Assert.Equal(text, JsonSerializer.Serialize(run.Validated(), Files.Json.Compact));
        Assert.StartsWith(
            "plan, line 1: this is no run of a plan, which ",
            Assert.Throws<InvalidDataException>(() => Plan(
                text.Replace("{\"kind\":\"", "{\"kind\":\"other-", StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
        Assert.All((string[])["\"kind\":\"adam\",\"momentum\":0.5", "", "\"momentum\":0.5"], wrong =>
            Assert.Throws<InvalidDataException>(() =>
                Plan(Before.Replace("\"kind\":\"adam\"", wrong, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_configuration_from_before_is_read_and_written_as_it_was()
    {
        var run = JsonSerializer.Deserialize<RunConfiguration>(Before, Files.Json.Compact)!;

        Assert.Equal(
            new RevMlpOptions { Features = 64, Hidden = 64, Classes = 10, Seed = 331923917 }, run.Model);
        Assert.Equal(Before, JsonSerializer.Serialize(run, Files.Json.Compact));
    }

    [Fact]
    public void A_plan_from_before_is_read_and_one_of_another_architecture_too()
    {
        Assert.Equal(64, Plan(Before).Model.Features);
        Assert.IsType<RevMixerOptions>(Plan(Before.Replace(Network, Image, StringComparison.Ordinal)).Model);
    }

    public static TheoryData<string, string> Broken => new()
    {
        {
            "\"architecture\":\"rev-other\"",
            "A network's architecture is one of rev-mlp, rev-conv, rev-mixer, got 'rev-other'."
        },
        { "\"architecture\":3", "A network's architecture must be a text." },
        { "\"architecture\":\"rev-mixer\",\"kernel\":3", "kernel" },
        {
            "\"architecture\":\"rev-mixer\",\"architecture\":\"rev-mixer\"",
            "A network's options must name each key once."
        },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_plan_of_a_network_that_is_none_is_refused_in_a_sentence(string instead, string says)
    {
        var network = Image.Replace("\"architecture\":\"rev-mixer\"", instead, StringComparison.Ordinal);
        var text = Before.Replace(Network, network, StringComparison.Ordinal);

        var error = Assert.Throws<InvalidDataException>(() => Plan(text));

        Assert.StartsWith("plan, line 1: this is no run of a plan, which ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_network_is_one_of_the_data_s_images()
    {
        var other = Image.Replace(
            "\"imageHeight\":8,\"imageWidth\":8", "\"imageHeight\":4,\"imageWidth\":16", StringComparison.Ordinal);
        var text = Before.Replace(Network, other, StringComparison.Ordinal);

        var error = Assert.Throws<InvalidDataException>(() => Plan(text));

        Assert.Equal(
            "plan, line 1: A rev-mixer network takes the data set's images, 8×8 of 8×8 digits, got 4×16.",
            error.Message);
    }

    private static RunConfiguration Plan(string run) =>
        SweepPlan.Parse("plan", [$$"""{"index":0,"varies":{},"run":{{run}}}"""]).Runs[0].Run;

    private static string Json(INetworkOptions model)
    {
        var run = JsonSerializer.Deserialize<RunConfiguration>(Before, Files.Json.Compact)! with { Model = model };
        var text = JsonSerializer.Serialize(run, Files.Json.Compact);
        var start = text.IndexOf("\"model\":", StringComparison.Ordinal) + "\"model\":".Length;
        return text[start..(text.IndexOf('}', start) + 1)];
    }
}
