namespace ExactGN.Networks;

/// <summary>One half-coupling of an architecture before it is drawn: random features of some rows.</summary>
/// <param name="Name">The name, such as "blocks.0.f".</param>
/// <param name="Layout">Its rows.</param>
/// <param name="Hidden">h, the width of the projection; null for none.</param>
/// <param name="Activation">φ.</param>
/// <param name="Bias">Whether it has a bias.</param>
internal sealed record CouplingPlan(string Name, RowLayout Layout, int? Hidden, Activation Activation, bool Bias)
{
    /// <summary>The name of W.</summary>
    internal string Weight => $"{Name}.weight";

    /// <summary>The name of V.</summary>
    internal string Projection => $"{Name}.projection";

    /// <summary>m, the columns of ã and the rows of W.</summary>
    internal long Columns => (Hidden ?? Layout.Inputs) + (Bias ? 1 : 0);

    /// <summary>The rows of ã for one sample.</summary>
    internal long RowsPerSample => Layout.Width / Layout.Outputs;

    /// <summary>The most that ã's rank can be, whatever the samples: a linear coupling carries its inputs.</summary>
    internal long MostRank => Activation == Activation.Identity
        ? Math.Min(Columns, Layout.Inputs + (Bias ? 1 : 0))
        : Columns;

    /// <summary>The shape of W.</summary>
    internal long[] WeightShape => [Columns, Layout.Outputs];

    /// <summary>The tensors by name, in the order in which they are drawn.</summary>
    internal IEnumerable<(string Name, long[] Shape)> Shapes
    {
        get
        {
            yield return (Weight, WeightShape);
            if (Hidden is { } hidden)
            {
                yield return (Projection, [Layout.Inputs, hidden]);
            }
        }
    }
}
