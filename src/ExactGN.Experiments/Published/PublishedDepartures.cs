namespace ExactGN.Experiments.Published;

/// <summary>Where a run departs from what the paper's public implementation would make of the same file.</summary>
internal static class PublishedDepartures
{
    internal static IEnumerable<string> Of(PublishedFile file, RunConfiguration run, string? device)
    {
        var gaussNewton = run.Optimiser as GaussNewtonOptions;
        if (file.Settings.Count > 0)
        {
            yield return $"Set beside the file: {string.Join(", ", file.Settings)}.";
        }

        if (PublishedKeys.Own
            .Where(key => file.Find(key.Path) is not null)
            .Select(key => $"'{key.Path}'")
            .ToArray() is { Length: > 0 } own)
        {
            yield return $"Of this program alone {(own.Length == 1 ? "is" : "are")} {string.Join(", ", own)}.";
        }

        if (PublishedKeys.Layers.Read(file) is var layers && layers != run.Model.Blocks)
        {
            yield return $"num_layers: {layers} is read as {run.Model.Blocks} blocks, because published files "
                + $"of the code's first version count half-layers; --set {PublishedKeys.Layers.Path}={layers} "
                + $"gives {layers} blocks.";
        }

        if (run.Model is not RevMlpOptions)
        {
            yield return $"The paper's network is a {nameof(RevMlp)}; this one is a {Architectures.Title(run.Model)}.";
        }

        if (run.Data is not ("mnist" or "cifar10"))
        {
            yield return $"The paper does not use {DataCatalogue.Title(run.Data)}.";
        }

        var drawn = run.Augmentation is null
            ? " and the order of the samples"
            : ", the order of the samples and their crops";
        yield return $"Initial weights, projections, read-out{drawn} have the reference's distributions "
            + "and this program's own draws: curves agree as two seeds' do, not number by number.";
        if (gaussNewton is not null)
        {
            yield return "Pseudo-inverses come from the eigenvalues of a Gram matrix instead of an SVD; "
                + "cut are the same singular values, below rtol times the largest or below atol.";
        }
        else
        {
            yield return $"{run.Optimiser.Title} follows the loss's gradient; "
                + "the reference's code for it raises an error as published.";
        }

        if (run.Loss is SquaredError)
        {
            yield return gaussNewton is not null
                ? "The squared error is ½‖f − y‖² per sample, whose ε is f − y; the reference's ε is twice that, "
                    + "so its lr corresponds to twice as much here."
                : "The squared error is ½‖f − y‖², averaged over samples and summed over outputs.";
        }

        if (PublishedKeys.UseIdentity.Read(file) && PublishedKeys.LossDamping.Read(file) > 0)
        {
            yield return "damping has no part in identity curvature (use_identity: true) and is not used.";
        }

        if (gaussNewton?.Curvature is Curvature.DampedCurvature && run.Loss is SoftmaxCrossEntropy)
        {
            yield return "The damped inverse (H + λI)⁻¹ is each sample's own; the reference takes its "
                + "average over the batch.";
        }

        if (PublishedKeys.RandomProjection.Read(file))
        {
            yield return $"'{PublishedKeys.RandomProjection.Path}' is true and not used; "
                + "the reference then trains on randomly projected targets.";
        }

        foreach (var unused in ((PublishedKey<bool>[])[PublishedKeys.LayerNorm, PublishedKeys.AddRandom]).Where(
            key => key.Read(file)))
        {
            yield return $"'{unused.Path}' is true and changes nothing, as in the reference.";
        }

        if (PublishedKeys.Device.Read(file) && device == "cpu")
        {
            yield return "The file asks for a GPU where there is one; this run is on the CPU.";
        }

        if (run.Dtype == ScalarType.Float64)
        {
            yield return "All numbers are float64; the reference's are float32.";
        }

        yield return "Training loss and accuracy are those of all training images after an epoch; "
            + "the reference reports running means over the batches.";
        yield return PublishedKeys.LogTest.Read(file)
            ? "save_checkpoint_every says how often the test images are evaluated; checkpoints are kept on "
                + "a schedule of their own."
            : "log_test: false leaves the test images' evaluation at the first and at the last epoch.";
        yield return "Results are CSV and JSON files in the folder of "
            + $"--out{(PublishedKeys.Formats.Read(file).Contains("tensorboard") ? ", none for tensorboard" : "")}; "
            + "data path, output folders, batch_size_test and steps_for_printing of the file are not used.";
    }
}
