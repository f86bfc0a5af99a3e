namespace ExactGN.Tests;

/// <summary>theory/reversible.md: a network survives the disk.</summary>
public sealed class StorageProperties
{
    [Claim("REV-18")]
    public Property A_saved_network_loads_bit_for_bit_with_its_options(
        NetworkStorage storage, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var path = Path.Combine(Path.GetTempPath(), $"exactgn-{Path.GetRandomFileName()}.safetensors");
        try
        {
            storage.Save(built.Model, path);
            using var loaded = storage.Load(path);

            var sameTensors = built.Model.NamedTensors().Zip(loaded.NamedTensors()).All(pair =>
                pair.First.Name == pair.Second.Name
                && pair.First.Tensor.dtype == pair.Second.Tensor.dtype
                && pair.First.Tensor.equal(pair.Second.Tensor).all().item<bool>());
            return Verdict.That(
                (recipe, precision),
                sameTensors
                && built.Model.OptionsOf().Equals(loaded.OptionsOf())
                && loaded.Output(built.X.to(loaded.Dtype)).equal(built.Model.Output(built.X)).all().item<bool>());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
