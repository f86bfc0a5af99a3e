using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what a training run does with its samples.</summary>
public sealed class TrainingProperties
{
    [Claim("RUN-6", Share = 0.5)]
    public Property Training_is_that_of_pairs_taken_one_by_one_in_the_epoch_s_order(
        Training training, TrainingRecipe recipe)
    {
        using var data = recipe.Data();
        var run = recipe.Configuration();
        var expected = new PlainTraining().Run(run, data);

        var found = training.Run(run, data);

        return Same(recipe, run, found, expected);
    }

    [Claim("RUN-25", Share = 0.5)]
    public Property Schedules_and_momentum_are_their_recursions_written_out(
        Training training, TrainingRecipe recipe, RunChoice choice)
    {
        using var data = recipe.Data();
        var run = recipe.Configuration(new SgdOptions(choice.Momentum)) with
        {
            Epochs = 3,
            Schedule = choice.Schedule,
        };
        return Same(recipe, run, training.Run(run, data), new PlainTraining().Run(run, data));
    }

    [Claim("RUN-26", Share = 0.5)]
    public Property What_is_evaluated_is_the_mean_of_the_iterates_and_training_goes_on_from_the_last(
        Training training, TrainingRecipe recipe, RunChoice choice)
    {
        using var data = recipe.Data();
        var run = recipe.Configuration() with { Epochs = 3, AverageFrom = choice.AverageFrom };
        return Same(recipe, run, training.Run(run, data), new PlainTraining().Run(run, data));
    }

    [Claim("RUN-27", Share = 0.5)]
    public Property With_an_output_scale_a_the_network_that_is_trained_is_a_times_its_change(
        Training training, TrainingRecipe recipe, RunChoice choice)
    {
        using var data = recipe.Data();
        var run = recipe.Configuration() with { Loss = new SquaredError(), OutputScale = choice.OutputScale };
        return Same(recipe, run, training.Run(run, data), new PlainTraining().Run(run, data), choice.OutputScale);
    }

    [Claim("RUN-7", Share = 0.5)]
    public Property Every_optimiser_starts_from_the_same_network_and_meets_the_same_batches(
        Training training, TrainingRecipe recipe)
    {
        using var data = recipe.Data();

        // With η = 0 the weights stay as they were drawn, and a batch's loss tells which samples are in it.
        var logs = UpdatingOptimisers.All
            .Select(kind => training.Run((recipe with { Rate = 0 }).Configuration(kind), data))
            .ToArray();

        var size = (recipe.Hidden + 1 + TrainingRecipe.Features) * 2 * recipe.BatchSize;
        return Verdict.Below(recipe, logs.Skip(1).SelectMany(log => (double[])
        [
            .. log.Updates.Zip(logs[0].Updates, (a, b) =>
                Math.Abs(a.LossBefore - b.LossBefore) / ((1 + b.LossBefore) * size * Ratio.Eps(ScalarType.Float64))),
            .. log.Updates.Zip(logs[0].Updates, (a, b) => a.Samples == b.Samples ? 0 : double.PositiveInfinity),
            (log.Epochs[0].TrainLoss, log.Epochs[0].TestLoss)
            == (logs[0].Epochs[0].TrainLoss, logs[0].Epochs[0].TestLoss) ? 0 : double.PositiveInfinity,
            log.Updates.Count == logs[0].Updates.Count ? 0 : double.PositiveInfinity,
        ]));
    }

    [Claim("RUN-8", Share = 0.5)]
    public Property The_cut_of_an_epoch_is_the_mean_over_the_samples_of_its_updates(
        Training training, TrainingRecipe recipe)
    {
        using var data = recipe.Data();

        var log = training.Run(recipe.Configuration(), data);

        return Verdict.Below(recipe, log.Epochs.Skip(1).Select(epoch =>
        {
            var updates = log.Updates.Where(update => update.Epoch == epoch.Epoch).ToArray();
            var expected = updates.Sum(update => update.CutPercent * update.Samples) / recipe.Samples;
            var scale = updates.Sum(update => Math.Abs(update.CutPercent) * update.Samples) / recipe.Samples;
            return Math.Abs(epoch.BatchCut!.Value - expected)
                / (scale * updates.Length * Ratio.Eps(ScalarType.Float64));
        }));
    }

    [Claim("RUN-50", Share = 0.5)]
    public Property The_held_out_cut_is_that_of_the_first_test_samples(Training training, TrainingRecipe recipe)
    {
        // Kernel and CKA, which are measured beside it, need a few samples.
        recipe = recipe with { TestSamples = recipe.TestSamples + 4 };
        using var data = recipe.Data();
        var run = recipe.Configuration() with { Measures = new(Every: recipe.Epochs, KernelSamples: 2) };
        var expected = new PlainTraining().Run(run, data);

        var found = training.Run(run, data);

        var size = (recipe.Hidden + 1 + TrainingRecipe.Features) * run.Model.Blocks * (expected.Updates.Count + 1);
        return Verdict.Below(recipe,
        [
            .. found.Updates.Zip(expected.Updates, (a, b) => Error(a.HeldOutCutPercent, b.HeldOutCutPercent!.Value)),
            .. found.Epochs.Skip(1).Select(epoch => Error(epoch.HeldOutCut, expected.Updates
                .Where(update => update.Epoch == epoch.Epoch)
                .Sum(update => update.HeldOutCutPercent!.Value * update.Samples) / recipe.Samples)),
            found.Updates.Count == expected.Updates.Count ? 0 : double.PositiveInfinity,
        ]);

        // A cut is 100 per cent of a quotient of two losses.
        double Error(double? a, double b) => Math.Abs((a ?? double.NaN) - b)
            / ((100 + Math.Abs(b)) * size * Ratio.Eps(ScalarType.Float64));
    }

    [Claim("RUN-51", Share = 0.5)]
    public Property Every_update_has_noise_of_its_own(Training training, TrainingRecipe recipe)
    {
        using var data = recipe.Data();
        // With η = 0 and one batch every update solves the same problem: only the noise can tell them apart.
        var run = (recipe with { Rate = 0, BatchSize = recipe.Samples }).Configuration(new GaussNewtonOptions())
            with
        { Epochs = 4 };
        double[] Defects(double noise) => [.. training.Run(
                run.Solving(new HalfSolver.Perturbed(new HalfSolver.Truncated(), noise)), data).Epochs.Skip(1)
            .Select(row => row.OutputDefect ?? double.NaN)];

        var (noisy, again, plain) = (Defects(0.1), Defects(0.1), Defects(0));

        return Verdict.That(recipe, noisy.Length == 4 && plain.Distinct().Count() == 1 && noisy.SequenceEqual(again)
            && noisy.Order().Zip(noisy.Order().Skip(1)).All(pair => pair.Second - pair.First > 1e-9 * pair.Second));
    }

    // Rounding enters on every path through the network and with every update; a scaled output cancels all but 1/a
    // of its own.
    private static Property Same(
        TrainingRecipe recipe,
        RunConfiguration run,
        TrainingLog found,
        TrainingLog expected,
        double scale = 1,
        [CallerMemberName] string property = "")
    {
        var size = (recipe.Hidden + 1 + TrainingRecipe.Features)
            * run.Model.Blocks * (expected.Updates.Count + 1) * (1 + scale);
        return Verdict.Below(
            recipe,
            [
                .. found.Updates.Zip(expected.Updates, (a, b) => Error(a.LossBefore, b.LossBefore)),
                .. found.Updates.Zip(expected.Updates, (a, b) => Error(a.LossAfter, b.LossAfter)),
                .. found.Updates.Zip(expected.Updates, (a, b) => Error(a.UpdateNorm, b.UpdateNorm)),
                .. found.Epochs.Zip(expected.Epochs, (a, b) => Error(a.TrainLoss, b.TrainLoss)),
                .. found.Epochs.Zip(expected.Epochs, (a, b) => Error(a.TestLoss!.Value, b.TestLoss!.Value)),
                found.Updates.Count == expected.Updates.Count && found.Epochs.Count == expected.Epochs.Count
                    ? 0
                    : double.PositiveInfinity,
            ],
            property: property);

        double Error(double a, double b) => Math.Abs(a - b) / ((1 + b) * size * Ratio.Eps(ScalarType.Float64));
    }
}
