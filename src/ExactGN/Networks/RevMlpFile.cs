namespace ExactGN.Networks;

/// <summary>A <see cref="RevMlp"/> on disk; <see cref="NetworkFile"/> takes any architecture.</summary>
[Equation("a saved network is the same network")]
public static class RevMlpFile
{
    /// <summary>Saves the network; the file appears whole or not at all.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file.</param>
    public static void Save(RevMlp model, string path) => NetworkFile.Save(model, path);

    /// <summary>Loads a network with the dtype it was saved with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The network; the caller owns it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something other than a whole
    /// <see cref="RevMlp"/>.</exception>
    public static RevMlp Load(string path, Device? device = null)
    {
        var network = NetworkFile.Load(path, device);
        if (network is RevMlp model)
        {
            return model;
        }

        network.Dispose();
        throw new InvalidDataException(
            $"'{path}' holds a {network.GetType().Name}; NetworkFile.Load takes any architecture.");
    }
}
