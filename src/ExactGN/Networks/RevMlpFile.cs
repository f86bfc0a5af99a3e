using System.Text.Json;

namespace ExactGN;

/// <summary>Networks on disk: every tensor as safetensors, the options as JSON in its metadata. Which half-couplings are frozen is not saved.</summary>
public static class RevMlpFile
{
    private const string OptionsKey = "exactgn.options";

    /// <summary>Saves the network; the file appears whole or not at all.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file.</param>
    public static void Save(RevMlp model, string path) =>
        Safetensors.Save(path, model.NamedTensors(), new Dictionary<string, string> { [OptionsKey] = JsonSerializer.Serialize(model.Options) });

    /// <summary>Loads a network with the dtype it was saved with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The network; the caller owns it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something other than a whole network.</exception>
    public static RevMlp Load(string path, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = Safetensors.Load(path);
        try
        {
            if (tensors.Values.DistinctBy(tensor => tensor.dtype).Count() > 1)
            {
                throw new InvalidDataException($"'{path}' holds tensors of several dtypes, and a network has one.");
            }

            var options = metadata.TryGetValue(OptionsKey, out var text) ? JsonSerializer.Deserialize<RevMlpOptions>(text) : null;
            return RevMlp.FromTensors(
                options ?? throw new InvalidDataException($"'{path}' holds tensors but no network: its metadata lacks '{OptionsKey}'."),
                tensors,
                tensors.Values.Select(tensor => (ScalarType?)tensor.dtype).FirstOrDefault() ?? throw new InvalidDataException($"'{path}' holds no tensor."),
                device);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' does not hold a whole network: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
