namespace ExactGN.Experiments.Data;

/// <summary>What there is to know of a published data set: shape, normalisation, files with their sums,
/// where they come from. Data, no behaviour.</summary>
public sealed record DataSource
{
    /// <summary>Its name on the command line and of its folder.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in captions.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that its folder may have.</summary>
    public IReadOnlyList<string> OtherFolders { get; init; } = [];

    /// <summary>The shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>c, the number of classes.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>How pixels become inputs.</summary>
    public required PixelNormalisation Normalisation { get; init; }

    /// <summary>The training part.</summary>
    public required DataPart Train { get; init; }

    /// <summary>The test part.</summary>
    public required DataPart Test { get; init; }

    /// <summary>The archive that all files come in; null when they come one by one, gzipped.</summary>
    public DataArchive? Archive { get; init; }

    /// <summary>Folders on the web with the files, or the archive, most official first.</summary>
    public required IReadOnlyList<Uri> Homes { get; init; }

    /// <summary>Who published the sums.</summary>
    public required string SumsBy { get; init; }

    /// <summary>Licence and authors in a line.</summary>
    public required string Licence { get; init; }

    /// <summary>All files of both parts.</summary>
    public IEnumerable<DataFile> Files => Train.Files.Concat(Test.Files);
}
