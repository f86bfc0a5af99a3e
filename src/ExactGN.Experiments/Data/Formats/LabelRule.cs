namespace ExactGN.Experiments.Data.Formats;

/// <summary>Labels are 0…c − 1.</summary>
internal static class LabelRule
{
    /// <summary>Refuses the first label that is none.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">c.</param>
    /// <exception cref="InvalidDataException">A label is c or more.</exception>
    internal static void Require(string path, ReadOnlySpan<byte> labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
            {
                throw new InvalidDataException(
                    $"'{path}' must hold labels 0 to {classes - 1}, got {labels[i]} at image {i}.");
            }
        }
    }
}
