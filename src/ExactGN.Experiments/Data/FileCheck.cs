namespace ExactGN.Experiments.Data;

/// <summary>How a file compares with the published one.</summary>
public enum FileStanding
{
    /// <summary>Its sum is the published one.</summary>
    Verified,

    /// <summary>It is well-formed and of the published size, and there is no sum to compare it with.</summary>
    Unverified,

    /// <summary>It is well-formed with fewer images than the published one, or not there and the part
    /// without it a subset.</summary>
    Subset,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is malformed, or another file.</summary>
    Bad,
}

/// <summary>What was found of a published file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Standing">How it compares.</param>
/// <param name="Says">The finding in a sentence.</param>
public sealed record FileCheck(string File, FileStanding Standing, string Says)
{
    /// <summary>Reads a file of a folder and compares it.</summary>
    /// <param name="part">The part that it belongs to.</param>
    /// <param name="file">The file.</param>
    /// <param name="folder">The folder.</param>
    internal static FileCheck Of(DataPart part, DataFile file, string folder)
    {
        if (file.In(folder) is not { } path)
        {
            return part.MayLack(file, folder)
                ? new(
                    file.Name, FileStanding.Subset, $"'{folder}' does not hold it: a subset, not the published files.")
                : new(
                    file.Name,
                    FileStanding.Missing,
                    $"'{folder}' must hold the file {file.Name} or {file.Name}.gz, and does not.");
        }

        try
        {
            var count = part.Count(file, path);
            if (count < file.Samples)
            {
                return new(file.Name, FileStanding.Subset, $"'{path}' is well-formed with {count} of {file.Samples} "
                    + "images: a subset, not the published file.");
            }

            return file.Verify(path)
                ? new(file.Name, FileStanding.Verified, $"'{path}' has the published {file.Sum!.Algorithm} sum.")
                : new(
                    file.Name,
                    FileStanding.Unverified,
                    $"'{path}' is well-formed and of the published size; no sum of it is published.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return new(file.Name, FileStanding.Bad, error.Message);
        }
    }
}
