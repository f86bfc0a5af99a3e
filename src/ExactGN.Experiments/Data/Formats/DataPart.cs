namespace ExactGN.Experiments.Data.Formats;

/// <summary>The training or the test part of a data set: the files that hold it, and how they are read.</summary>
public abstract record DataPart
{
    /// <summary>The published files.</summary>
    public abstract IReadOnlyList<DataFile> Files { get; }

    /// <summary>The number of images as published.</summary>
    public abstract int Samples { get; }

    /// <summary>Reads the part.</summary>
    /// <param name="folder">The folder with its files.</param>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public abstract LabelledImages Read(string folder);

    /// <summary>Reads one file alone.</summary>
    /// <param name="file">Which of <see cref="Files"/> it is.</param>
    /// <param name="path">Where it is.</param>
    /// <returns>The number of images, or labels, that it holds.</returns>
    /// <exception cref="InvalidDataException">It is malformed; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public abstract int Count(DataFile file, string path);

    /// <summary>Whether a file that is missing leaves a subset that can be read; otherwise its
    /// absence is an error.</summary>
    /// <param name="file">Which of <see cref="Files"/> it is.</param>
    /// <param name="folder">The folder.</param>
    public virtual bool MayLack(DataFile file, string folder) => false;
}
