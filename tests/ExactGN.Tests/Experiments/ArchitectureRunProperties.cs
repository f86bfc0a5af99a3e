namespace ExactGN.Tests;

/// <summary>theory/experiments.md: runs of any architecture.</summary>
public sealed class ArchitectureRunProperties
{
    [Claim("RUN-49", Share = 0.3)]
    public Property A_run_of_any_architecture_that_is_taken_up_again_is_the_unbroken_run_bit_for_bit(
        Resumption resumption, ArchitectureRun recipe)
    {
        using var data = recipe.Data();
        var run = recipe.Configuration;
        var (unbroken, files) = Resumption.Library.Train(run, data, after: 0);

        var (resumed, again) = resumption.Train(run, data, recipe.After);

        return Verdict.That(recipe, unbroken.Epochs.SequenceEqual(resumed.Epochs)
            && unbroken.Divergence == resumed.Divergence
            && files.Count == 4 && files.All(file => again[file.Key] == file.Value));
    }

    [Claim("RUN-52")]
    public Property A_configuration_of_any_architecture_survives_its_text(
        ConfigurationText rule, ArchitectureRun recipe, Arm arm)
    {
        var run = recipe.Configuration with { Arm = arm };

        var text = rule.Write(run);
        var again = rule.Read(text);

        // Texts from before there were others name no architecture.
        var named = text.Contains(
            $$"""
            "model":{"architecture":"{{Architectures.NameOf(run.Model)}}"
            """,
            StringComparison.Ordinal);
        return Verdict.That((recipe, arm), run == again && rule.Write(run) == rule.Write(again!)
            && named == (recipe.Architecture != Architecture.Mlp)
            && text.Contains("architecture\":", StringComparison.Ordinal) == named);
    }

    [Claim("RUN-53", Share = 0.3)]
    public Property A_run_s_update_is_the_library_s_step_on_the_images_states(Training training, ArchitectureRun recipe)
    {
        using var scope = NewDisposeScope();
        using var data = recipe.Data();
        var run = recipe.Configuration with
        {
            Optimiser = new GaussNewtonOptions(),
            BatchSize = recipe.Samples,
            Epochs = 1,
            Measures = null,
        };
        using var model = run.Model.Draw(run.Dtype, Steering.Device);
        var images = data.TrainInputs;
        long[] batch = [.. Enumerable.Range(0, recipe.Samples).Select(i => (long)i)];
        var seen = run.Augmentation?.For(DataCatalogue.Shape(run.Data), run.Seed).Apply(images, batch, 1) ?? images;
        var gaussNewton = new ReversibleGaussNewton(
            new TruncatedGramEigen(1e-2, 1e-5), new SoftmaxCrossEntropy(), Curvature.Identity)
        {
            Scaling = StepScaling.Reference,
            KeepFeatures = true,
            MeasureDefect = true,
        };
        var start = Loss();
        using var step = gaussNewton.Step(model, run.Model.ToStates(seen), data.TrainTargets);
        step.Update.ApplyTo(model, run.LearningRate);

        var log = training.Run(run, data);

        return Verdict.That(recipe, (log.Epochs[0].TrainLoss, log.Updates[0].LossBefore, log.Epochs[1].TrainLoss)
            == (start, step.Loss!.Value, Loss()));

        double Loss() => Evaluation.Of(
            model, new SoftmaxCrossEntropy(), run.Model.ToStates(images), data.TrainTargets).Loss;
    }
}
