namespace ExactGN.Native;

/// <summary>What the system's loader says of a library that it does not take.</summary>
internal static class LoaderMessage
{
    /// <summary>The runtime lists every place it looked in; what remains without those lines is the cause.</summary>
    public static string Cause(string message) =>
        string.Join('\n', message.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line =>
            !(line.Contains(LibTorchLoader.Library + ".so: cannot open", StringComparison.Ordinal)
                || line.Contains(LibTorchLoader.Library + ": cannot open", StringComparison.Ordinal))));
}
