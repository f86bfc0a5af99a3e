using System.Text.Json;

namespace ExactGN.Networks;

/// <summary>Networks on disk, whatever their architecture: every tensor as safetensors, the options as JSON in its
/// metadata. Which half-couplings are frozen is not saved.</summary>
[Equation("a saved network is the same network")]
public static class NetworkFile
{
    private const string OptionsKey = "exactgn.options";

    // A file of a RevMlp has no such entry, as before there were others.
    private const string ArchitectureKey = "exactgn.architecture";

    private const string ConvNet = "RevConvNet";

    private const string Mixer = "RevMixer";

    /// <summary>Saves the network; the file appears whole or not at all.</summary>
    /// <param name="model">A <see cref="RevMlp"/>, <see cref="RevConvNet"/> or <see cref="RevMixer"/>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The network is none of these: it has no options that could make it
    /// again.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one stays.</exception>
    public static void Save(ReversibleNetwork model, string path)
    {
        Dictionary<string, string> metadata = model switch
        {
            RevMlp mlp => new() { [OptionsKey] = JsonSerializer.Serialize(mlp.Options) },
            RevConvNet conv => Of(ConvNet, JsonSerializer.Serialize(conv.Options)),
            RevMixer mixer => Of(Mixer, JsonSerializer.Serialize(mixer.Options)),
            _ => throw new ArgumentException(
                $"A file holds a {nameof(RevMlp)}, {ConvNet} or {Mixer}; of a network of other couplings save the "
                + "NamedTensors by Safetensors.Save.",
                nameof(model)),
        };
        Safetensors.Save(path, model.NamedTensors(), metadata);

        static Dictionary<string, string> Of(string architecture, string options) =>
            new() { [OptionsKey] = options, [ArchitectureKey] = architecture };
    }

    /// <summary>Loads a network with the dtype it was saved with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The network; the caller owns it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something other than a whole
    /// network.</exception>
    public static ReversibleNetwork Load(string path, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = Safetensors.Load(path);
        try
        {
            if (tensors.Values.DistinctBy(tensor => tensor.dtype).Count() > 1)
            {
                throw new InvalidDataException($"'{path}' holds tensors of several dtypes, and a network has one.");
            }

            if (!metadata.TryGetValue(OptionsKey, out var text) || text == "null")
            {
                throw new InvalidDataException(
                    $"'{path}' holds tensors but no network: its metadata lacks '{OptionsKey}'.");
            }

            // Options that are no JSON are the first thing to say, also of a file without a tensor.
            var architecture = metadata.GetValueOrDefault(ArchitectureKey, nameof(RevMlp));
            Func<ScalarType, ReversibleNetwork> make = architecture switch
            {
                nameof(RevMlp) => Of<RevMlpOptions>(
                    text, (options, dtype) => RevMlp.FromTensors(options, tensors, dtype, device)),
                ConvNet => Of<RevConvNetOptions>(
                    text, (options, dtype) => RevConvNet.FromTensors(options, tensors, dtype, device)),
                Mixer => Of<RevMixerOptions>(
                    text, (options, dtype) => RevMixer.FromTensors(options, tensors, dtype, device)),
                _ => throw new InvalidDataException(
                    $"'{path}' holds a network of the architecture '{architecture}', and {nameof(RevMlp)}, {ConvNet} "
                    + $"and {Mixer} are known."),
            };
            return make(tensors.Values.Select(tensor => (ScalarType?)tensor.dtype).FirstOrDefault()
                ?? throw new InvalidDataException($"'{path}' holds no tensor."));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            var why = error.Message.ReplaceLineEndings(" ");
            throw new InvalidDataException($"'{path}' does not hold a whole network: {why}", error);
        }
    }

    private static Func<ScalarType, ReversibleNetwork> Of<T>(string text, Func<T, ScalarType, ReversibleNetwork> make)
    {
        var options = JsonSerializer.Deserialize<T>(text)!;
        return dtype => make(options, dtype);
    }
}
