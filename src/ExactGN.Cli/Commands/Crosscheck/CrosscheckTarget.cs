namespace ExactGN.Cli.Commands.Crosscheck;

/// <summary>Something to be compared: a case file, or a folder of training runs.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="IsTrajectory">Whether it is a folder of training runs.</param>
internal sealed record CrosscheckTarget(string Path, bool IsTrajectory)
{
    /// <summary>Compares everything that a path on the command line stands for; a path that leads
    /// nowhere becomes a line too.</summary>
    internal static IEnumerable<CrosscheckLine> CheckAll(string path)
    {
        try
        {
            return Find(path).SelectMany(target => target.Check());
        }
        catch (Exception error) when (IsExpected(error))
        {
            return [CrosscheckLine.Broken(path, System.IO.Path.GetFileName(path), PlainErrors.Sentence(error)!)];
        }
    }

    /// <summary>What a path on the command line stands for.</summary>
    /// <exception cref="InvalidDataException">There is nothing there to compare.</exception>
    private static CrosscheckTarget[] Find(string path)
    {
        if (File.Exists(path))
        {
            return [new(path, IsTrajectory: false)];
        }

        if (IsTraining(path))
        {
            return [new(path, IsTrajectory: true)];
        }

        if (!Directory.Exists(path))
        {
            throw new InvalidDataException($"There is no file or folder '{path}'.");
        }

        var cases = Directory.GetFiles(path, "case*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => new CrosscheckTarget(file, IsTrajectory: false));
        var trajectory = System.IO.Path.Combine(path, "trajectory");
        CrosscheckTarget[] found = [
            .. cases, .. Directory.Exists(trajectory) ? (CrosscheckTarget[])[new(trajectory, IsTrajectory: true)] : []
        ];
        return found.Length > 0
            ? found
            : throw new InvalidDataException(
                $"The folder '{path}' holds nothing to compare: neither case*.json nor trajectory/.");
    }

    private static bool IsTraining(string folder) => File.Exists(System.IO.Path.Combine(folder, "curves.json"));

    /// <summary>Compares it; a malformed file becomes a line too, so that the others are still checked.</summary>
    private IEnumerable<CrosscheckLine> Check()
    {
        if (!IsTrajectory)
        {
            yield return Line(
                System.IO.Path.GetFileNameWithoutExtension(Path), () => CrossCheck.Run(OracleCase.Load(Path)));
            yield break;
        }

        OracleTrajectory? data = null;
        CrosscheckLine? broken = null;
        try
        {
            data = OracleTrajectory.Load(Path);
        }
        catch (Exception error) when (IsExpected(error))
        {
            broken = CrosscheckLine.Broken(Path, "trajectory", PlainErrors.Sentence(error)!);
        }

        if (broken is not null)
        {
            yield return broken;
        }

        foreach (var run in data?.Runs ?? [])
        {
            yield return Line(run.Name, () => TrajectoryReplay.Run(data!, run));
        }
    }

    private CrosscheckLine Line(string name, Func<CrossCheckResult> compare)
    {
        try
        {
            return CrosscheckLine.Compared(Path, name, compare());
        }
        catch (Exception error) when (IsExpected(error))
        {
            var sentence = PlainErrors.Sentence(error)!;
            return CrosscheckLine.Broken(
                Path, name, sentence.Contains(Path, StringComparison.Ordinal) ? sentence : $"'{Path}': {sentence}");
        }
    }

    // A file's own faults; a missing libtorch is not one of them and ends the program.
    private static bool IsExpected(Exception error) =>
        error is InvalidDataException or NumericalException or IOException or UnauthorizedAccessException;
}
