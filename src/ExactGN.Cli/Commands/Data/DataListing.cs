namespace ExactGN.Cli.Commands.Data;

/// <summary>What <c>exactgn data list</c> prints.</summary>
internal static class DataListing
{
    internal static int Print(DataSearch search)
    {
        Print(DataCatalogue.Digits, $"{Digits.TrainSamples} + {Digits.TestSamples} images 8×8", "embedded");
        foreach (var source in DataCatalogue.All)
        {
            var where = search.Find(source) is { } found
                ? $"{found.Folder} ({found.Reason})"
                : $"not found; exactgn data fetch {source.Id}";
            Print(source.Id, $"{source.Train.Samples} + {source.Test.Samples} images {source.Shape}", where);
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("Looked for, in this order, in");
        foreach (var folder in search.Folders)
        {
            Console.Out.WriteLine($"  {folder.Path} ({folder.Reason})");
        }

        Console.Out.WriteLine("Authors and licences:");
        foreach (var source in DataCatalogue.All)
        {
            Console.Out.WriteLine($"  {source.Name}: {source.Licence}");
        }

        return 0;

        static void Print(string id, string images, string where) =>
            Console.Out.WriteLine($"{id,-14} {images,-30} {where}");
    }
}
