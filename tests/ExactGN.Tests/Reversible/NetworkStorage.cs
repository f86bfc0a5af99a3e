namespace ExactGN.Tests;

/// <summary>Saving and loading under test: a network → the same network, through a file.</summary>
/// <param name="Name">For people.</param>
/// <param name="Save">(network, path).</param>
/// <param name="Load">path → a network, which the caller owns.</param>
public sealed record NetworkStorage(
    string Name, Action<ReversibleNetwork, string> Save, Func<string, ReversibleNetwork> Load) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static NetworkStorage Library { get; } = new(
        "library", NetworkFile.Save, path => NetworkFile.Load(path, Steering.Device));

    /// <summary>The library's, with the loaded network then exchanged for another.</summary>
    public static NetworkStorage Exchanging(string name, Func<ReversibleNetwork, ReversibleNetwork> exchange) =>
        Library with
        {
            Name = name,
            Load = path =>
            {
                using var scope = NewDisposeScope();
                using var loaded = Library.Load(path);
                return exchange(loaded);
            },
        };
}

public static partial class Arbitraries
{
    public static Arbitrary<NetworkStorage> NetworkStorages() => Arb.From(Gen.Constant(NetworkStorage.Library));
}
