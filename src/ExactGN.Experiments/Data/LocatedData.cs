using System.Globalization;

namespace ExactGN.Experiments.Data;

/// <summary>A data set and the folder in which its files were found.</summary>
/// <param name="Source">The data set.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Reason">Why that folder was looked at.</param>
public sealed record LocatedData(DataSource Source, string Folder, string Reason)
{
    /// <summary>Reads and normalises it.</summary>
    /// <param name="subset">The training images to take, the first ones; all when null.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The data set; the caller owns it. Its name says what is missing of the published one.</returns>
    /// <exception cref="ArgumentException">There are fewer images than the subset asks for.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public DataSet Load(int? subset = null, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        return Load(Source.Train.Read(Folder).First(subset), null, dtype, device ?? CPU);
    }

    /// <summary>Reads it by a split; the test part is the data set's own. Pixels are normalised by the published
    /// constants of all training images.</summary>
    /// <param name="split">The split.</param>
    /// <param name="trainSamples">N.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The data set; the caller owns it.</returns>
    /// <exception cref="ArgumentException">There are fewer images than training and validation part ask
    /// for.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public DataSet Load(
        Split split, int trainSamples, int seed, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        var images = Source.Train.Read(Folder);
        var (train, validation) = split.Choose(images.Count, trainSamples, seed);
        return Load(images.Take(train), validation.Length == 0 ? null : images.Take(validation), dtype, device ?? CPU);
    }

    private DataSet Load(LabelledImages train, LabelledImages? validation, ScalarType dtype, Device device)
    {
        var test = Source.Test.Read(Folder);
        using var scope = NewDisposeScope();
        return new(Caption(train.Count, test.Count), Inputs(train), Targets(train), Inputs(test), Targets(test))
        {
            Validation = validation is null ? null : (Inputs(validation), Targets(validation)),
        };

        Tensor Inputs(LabelledImages images) =>
            Source.Normalisation.Apply(images, dtype, device).DetachFromDisposeScope();
        Tensor Targets(LabelledImages images) => images.OneHot(Source.Classes, dtype, device).DetachFromDisposeScope();
    }

    /// <summary>Reads every file and compares it with what is published of it; never throws for a bad file.</summary>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public IEnumerable<FileCheck> Check()
    {
        var sums = SumFile.In(Folder);
        foreach (var part in (DataPart[])[Source.Train, Source.Test])
        {
            foreach (var file in part.Files)
            {
                yield return FileCheck.Of(
                    part, file.Sum is null ? file with { Sum = sums.Of(file.Name) } : file, Folder);
            }
        }
    }

    private string Caption(int train, int test)
    {
        string[] parts = [.. Part("training", train, Source.Train.Samples), .. Part("test", test, Source.Test.Samples)];
        return parts.Length == 0 ? Source.Name : $"{Source.Name} ({string.Join(", ", parts)} images)";

        static string[] Part(string what, int count, int all) =>
            count == all ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {all:N0} {what}")];
    }
}
