namespace ExactGN.Experiments.Oracle;

/// <summary>Networks made of reference tensors.</summary>
internal static class OracleModel
{
    /// <summary>The network in float64 on the CPU: W is transposed, with b as its last row; the reference's C is V.
    /// The caller owns it.</summary>
    /// <param name="options">The shape.</param>
    /// <param name="weights">One per half-coupling.</param>
    /// <param name="projections">One V per half-coupling, or none.</param>
    /// <param name="readOut">U, or null.</param>
    internal static RevMlp Build(
        RevMlpOptions options,
        IReadOnlyList<OracleHalf> weights,
        IReadOnlyList<OracleArray> projections,
        OracleArray? readOut)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        foreach (var (i, half) in weights.Index())
        {
            var name = $"blocks.{i / 2}.{(i % 2 == 0 ? "f" : "g")}";
            tensors.Add($"{name}.weight", half.ToWeight());
            if (projections.Count > 0)
            {
                tensors.Add($"{name}.projection", projections[i].ToTensor());
            }
        }

        if (readOut is not null)
        {
            tensors.Add("readout", readOut.ToTensor());
        }

        return RevMlp.FromTensors(options, tensors, float64);
    }
}
