namespace ExactGN.Networks;

/// <summary>One Δ per half-coupling, F and G of the first block, then of the second, and so on;
/// each has the shape of its W.</summary>
/// <remarks>Owns its tensors; made inside a dispose scope, it leaves that scope and lives until disposed.</remarks>
public sealed class Update : IDisposable
{
    /// <summary>Takes ownership of the Δ.</summary>
    /// <param name="deltas">Shape [m, q] each, as many as there are half-couplings.</param>
    public Update(IEnumerable<Tensor> deltas) => Deltas = [.. deltas.Select(delta => delta.DetachFromDisposeScope())];

    /// <summary>Some Δ, and zero for the half-couplings that have none.</summary>
    /// <param name="model">The network.</param>
    /// <param name="deltas">Δ by half-coupling; become the update's own.</param>
    internal static Update Of(ReversibleNetwork model, IReadOnlyDictionary<HalfCoupling, Tensor> deltas) =>
        new(model.HalfCouplings.Select(
            half => deltas.TryGetValue(half, out var delta) ? delta : zeros_like(half.Weight).detach()));

    /// <summary>The Δ, owned by this update.</summary>
    public IReadOnlyList<Tensor> Deltas { get; }

    /// <summary>‖Δ‖ over all half-couplings, whatever its scale (reads from the device);
    /// NaN where an entry is not finite.</summary>
    public double Norm()
    {
        using var scope = NewDisposeScope();
        return HostRead.Number(Magnitude.Norm(stack(Deltas.Select(Magnitude.Norm))));
    }

    /// <summary>W ← W − α(Δ + λW) for every trainable W, in place.</summary>
    /// <param name="model">The network.</param>
    /// <param name="alpha">α, the step size.</param>
    /// <param name="weightDecay">λ, 0 for none.</param>
    /// <exception cref="ArgumentException">The update is not one of this network's shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">α or λ is not finite in the network's dtype,
    /// or λ is negative.</exception>
    [Equation("f(θ − αΔ) = f − αε + O(α²)")]
    public void ApplyTo(ReversibleNetwork model, double alpha, double weightDecay = 0)
    {
        var most = finfo(model.Dtype).max;
        Require(Math.Abs(alpha) <= most, alpha, nameof(alpha), "A step size α must be finite");
        Require(
            weightDecay >= 0 && weightDecay <= most && Math.Abs(alpha * weightDecay) <= most,
            weightDecay,
            nameof(weightDecay),
            "Weight decay λ must be finite, as αλ, and not negative");
        RequireFits(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (half, delta) in model.HalfCouplings.Zip(Deltas).Where(pair => pair.First.Trainable))
        {
            if (weightDecay != 0)
            {
                half.Weight.mul_(1 - alpha * weightDecay);
            }

            half.Weight.add_(delta, -alpha);
        }
    }

    /// <summary>All Δ of the trainable half-couplings in one vector, row-major, shape [p]; the caller owns
    /// it.</summary>
    /// <param name="model">The network.</param>
    /// <exception cref="ArgumentException">The update is not one of this network's shape.</exception>
    public Tensor Flatten(ReversibleNetwork model)
    {
        RequireFits(model);
        using var scope = NewDisposeScope();
        return cat([
            .. model.HalfCouplings
                .Zip(Deltas)
                .Where(pair => pair.First.Trainable)
                .Select(pair => pair.Second.reshape(-1))
        ]).MoveToOuterDisposeScope();
    }

    /// <summary>The inverse of <see cref="Flatten"/>; frozen half-couplings get zeros.</summary>
    /// <param name="model">The network.</param>
    /// <param name="vector">Shape [p].</param>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public static Update Unflatten(ReversibleNetwork model, Tensor vector)
    {
        var length = model.HalfCouplings.Where(half => half.Trainable).Sum(half => half.Weight.numel());
        if (vector.dim() != 1 || vector.size(0) != length)
        {
            throw new ArgumentException(
                $"The trainable weights are a vector of shape [{length}], got [{string.Join(", ", vector.shape)}].",
                nameof(vector));
        }

        using var scope = NewDisposeScope();
        var offset = 0L;
        return new(model.HalfCouplings.Select(half =>
        {
            if (!half.Trainable)
            {
                return zeros_like(half.Weight).detach();
            }

            var part = vector.narrow(0, offset, half.Weight.numel()).reshape(half.Weight.shape).clone();
            offset += half.Weight.numel();
            return part;
        }));
    }

    /// <summary>A copy of all weights, to be put back with <see cref="RestoreTo"/>.</summary>
    /// <param name="model">The network.</param>
    public static Update Snapshot(ReversibleNetwork model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new(model.HalfCouplings.Select(half => half.Weight.detach().clone()));
    }

    /// <summary>Writes the copies of <see cref="Snapshot"/> back into the weights, bit for bit.</summary>
    /// <param name="model">The network.</param>
    /// <exception cref="ArgumentException">The copy is not one of this network's shape.</exception>
    public void RestoreTo(ReversibleNetwork model)
    {
        RequireFits(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (half, copy) in model.HalfCouplings.Zip(Deltas))
        {
            half.Weight.copy_(copy);
        }
    }

    private static void Require(bool rule, double value, string name, string words)
    {
        if (!rule)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{words} in the network's dtype.");
        }
    }

    /// <summary>The Δ of each half-coupling.</summary>
    /// <param name="model">The network.</param>
    /// <exception cref="ArgumentException">The update is not one of this network's shape.</exception>
    internal IReadOnlyDictionary<HalfCoupling, Tensor> ByHalf(ReversibleNetwork model)
    {
        RequireFits(model);
        return model.HalfCouplings.Zip(Deltas).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    internal void RequireFits(ReversibleNetwork model)
    {
        var halves = model.HalfCouplings.ToArray();
        if (halves.Length != Deltas.Count)
        {
            throw new ArgumentException(
                $"An update of this network has {halves.Length} parts, one per half-coupling, got {Deltas.Count}.");
        }

        foreach (var (half, delta) in halves.Zip(Deltas))
        {
            ShapeRule.Require(delta, half.Weight.shape, half.Weight, $"The update of {half.Name}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var delta in Deltas)
        {
            delta.Dispose();
        }
    }
}
