namespace ExactGN.Couplings;

/// <summary>F(x) = [φ(x V), 1]W with a fixed random projection V: what the paper's half-couplings are.</summary>
/// <remarks>With other rows than the samples, x stands for the inputs of each row: patches of an image, tokens,
/// channels. theory/reversible.md and theory/architectures.md.</remarks>
[Equation("F(x) = ã(x)·W, of which only W is trained")]
public sealed class RandomFeatures : ICoupling, ISpanned
{
    private readonly RowLayout _layout;
    private readonly Lazy<LinearSpan?> _span;

    /// <summary>A coupling with one row of features per sample.</summary>
    /// <param name="width">q.</param>
    /// <param name="projection">V, shape [q, h], which becomes this coupling's own.</param>
    /// <param name="activation">φ.</param>
    /// <param name="bias">Whether ã ends in a column of ones.</param>
    /// <exception cref="ArgumentException">V has other rows.</exception>
    public RandomFeatures(long width, Tensor projection, Activation activation, bool bias = true)
        : this(RowLayout.Samples(width), projection, activation, bias)
    {
    }

    /// <summary>The same without V: φ acts on x itself, ã = [φ(x), 1].</summary>
    /// <param name="width">q.</param>
    /// <param name="activation">φ.</param>
    /// <param name="bias">Whether ã ends in a column of ones.</param>
    public RandomFeatures(long width, Activation activation, bool bias = true)
        : this(RowLayout.Samples(width), null, activation, bias)
    {
    }

    internal RandomFeatures(RowLayout layout, Tensor? projection, Activation activation, bool bias)
    {
        if (projection is not null && (projection.dim() != 2 || projection.size(0) != layout.Inputs))
        {
            throw new ArgumentException(
                $"The projection of random features must have shape [{layout.Inputs}, h], "
                + $"got [{string.Join(", ", projection.shape)}].",
                nameof(projection));
        }

        (_layout, Projection, Activation, HasBias) = (layout, projection?.DetachFromDisposeScope(), activation, bias);
        // Below four features for each input the detour is not worth it, as in a span's own coupling.
        _span = new(() =>
            activation.IsLinear && projection is { } v && 4 * v.size(0) <= v.size(1)
                ? new LinearSpan(layout, v, bias)
                : null);
    }

    /// <summary>V, shape [p, h]; null where φ acts on the inputs themselves. Owned by this coupling.</summary>
    public Tensor? Projection { get; }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public bool HasBias { get; }

    /// <inheritdoc/>
    public bool IsLinear => Activation.IsLinear;

    /// <inheritdoc/>
    public long Width => _layout.Width;

    /// <inheritdoc/>
    public long Columns => Hidden + (HasBias ? 1 : 0);

    /// <inheritdoc/>
    public long Outputs => _layout.Outputs;

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Tensor)> Fixed => Projection is null ? [] : [("projection", Projection)];

    /// <summary>The same function in the fewer features that a linear coupling's span; null where it has no
    /// fewer.</summary>
    internal LinearSpan? Span => _span.Value;

    ISpan? ISpanned.Span => Span;

    private long Hidden => Projection?.size(1) ?? _layout.Inputs;

    /// <inheritdoc/>
    public IPoint At(Tensor x)
    {
        using var scope = NewDisposeScope();
        var preactivation = Preactivation(x);
        var activation = Activation.FollowsFromValue && Projection is not null
            ? Activation.ApplyFresh(preactivation)
            : Activation.Apply(preactivation);
        var source = (Activation.FollowsFromValue ? activation : preactivation).alias();
        Tensor[] held = [activation.MoveToOuterDisposeScope(), source.MoveToOuterDisposeScope()];
        return new Point(this, x.size(0), activation, source, () => WithBias(activation), held, Workspace.None);
    }

    /// <inheritdoc/>
    public IPoint At(Tensor x, Workspace workspace)
    {
        if (Projection is null)
        {
            return At(x);
        }

        // With rows on 64-byte boundaries the column of ones costs nothing, and products run at full rate.
        using var scope = NewDisposeScope();
        var inputs = _layout.Gather(x);
        var aligned = 64 / Projection.element_size();
        var (rows, stride) = (inputs.size(0), (Columns + aligned - 1) / aligned * aligned);
        var features = workspace.Take(rows, stride, x).narrow(1, 0, Columns);
        var activation = features.narrow(1, 0, Hidden).addmm_(inputs, Projection, beta: 0, alpha: 1);
        var source = Activation.FollowsFromValue
            ? activation.alias()
            : workspace.Take(rows, Hidden, x).copy_(activation);
        Activation.ApplyInPlace(activation);
        if (HasBias)
        {
            features.narrow(1, Hidden, 1).fill_(1);
        }

        Tensor[] held =
        [
            activation.MoveToOuterDisposeScope(),
            source.MoveToOuterDisposeScope(),
            features.MoveToOuterDisposeScope(),
        ];
        return new Point(this, x.size(0), activation, source, features.alias, held, workspace);
    }

    /// <summary>x V, shape [r, h]: what φ is applied to. In the caller's dispose scope.</summary>
    /// <param name="x">Shape [n, q].</param>
    internal Tensor Preactivation(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inputs = _layout.Gather(x);
        return (Projection is null ? inputs.alias() : inputs.mm(Projection)).MoveToOuterDisposeScope();
    }

    // Rows whose φ′ is made at a time, so that it stays in the cache and is no matrix of its own. A GPU makes all in
    // one: there the many small products take longer.
    private static long SlopeRows(Tensor t) => t.device_type == DeviceType.CUDA ? long.MaxValue : 128;

    // [φ, 1].
    private Tensor WithBias(Tensor activation) =>
        HasBias ? cat([activation, ones_like(activation.narrow(1, 0, 1))], 1) : activation.alias();

    /// <inheritdoc/>
    public Tensor Rows(Tensor half) => _layout.Rows(half);

    /// <inheritdoc/>
    public Tensor Half(Tensor rows) => _layout.Half(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_span.IsValueCreated)
        {
            _span.Value?.Dispose();
        }

        Projection?.Dispose();
    }

    // φ at one input, what φ′ follows from, and how ã is had of it.
    private sealed class Point(
        RandomFeatures coupling,
        long samples,
        Tensor activation,
        Tensor source,
        Func<Tensor> features,
        Tensor[] held,
        Workspace workspace) : IPoint
    {
        private readonly RowLayout _layout = coupling._layout;

        private Tensor? V => coupling.Projection;

        public IEnumerable<Tensor> Held => held;

        public Tensor Features()
        {
            using var scope = NewDisposeScope();
            return features().MoveToOuterDisposeScope();
        }

        public Tensor Times(Tensor delta)
        {
            using var scope = NewDisposeScope();
            var product = coupling.HasBias
                ? addmm(delta.narrow(0, delta.size(0) - 1, 1), activation, WithoutBias(delta), beta: 1, alpha: 1)
                : activation.mm(delta);
            return product.MoveToOuterDisposeScope();
        }

        // half(φ′ ⊙ (t's inputs)V)W).
        public Tensor Jvp(Tensor tangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            using var level = workspace.Open();
            var inputs = _layout.Gather(tangent);
            var t = V is null ? Sloped(inputs) : SlopedInPlace(Product(inputs, V));
            return Derived(t, weight).MoveToOuterDisposeScope();
        }

        // (LR)V = L(RV) where the rows are the samples.
        public Tensor Jvp(Tensor left, Tensor right, Tensor weight)
        {
            using var scope = NewDisposeScope();
            using var level = workspace.Open();
            if (V is null || !_layout.IsPlain)
            {
                return Jvp(left.mm(right), weight).MoveToOuterDisposeScope();
            }

            return Derived(SlopedInPlace(Product(left, right.mm(V))), weight).MoveToOuterDisposeScope();
        }

        public Tensor Vjp(Tensor cotangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var back = SlopedInPlace(_layout.Rows(cotangent).mm(WithoutBias(weight).mT));
            return _layout.Scatter(V is null ? back : back.mm(V.mT)).MoveToOuterDisposeScope();
        }

        public Tensor VjpEach(Tensor cotangents, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var (c, h) = (cotangents.size(1), activation.size(1));
            // The same cotangents for every sample, as the read-out's, need be multiplied by Wᵀ once.
            var shared = cotangents.stride(0) == 0 && !coupling.Activation.IsLinear;
            var some = shared ? cotangents.narrow(0, 0, 1) : cotangents;
            var rows = _layout.Rows(some.reshape(-1, cotangents.size(2))).mm(WithoutBias(weight).mT);
            var each = rows.view(some.size(0), c, -1, h);
            var back = (shared ? SlopedEach(each) : SlopedEachInPlace(each)).reshape(-1, h);
            var inputs = V is null ? back : back.mm(V.mT);
            return _layout.Scatter(inputs).view(samples, c, -1).MoveToOuterDisposeScope();
        }

        private Tensor Derived(Tensor t, Tensor weight) => _layout.Half(t.mm(WithoutBias(weight)));

        private Tensor WithoutBias(Tensor w) => coupling.HasBias ? w.narrow(0, 0, w.size(0) - 1) : w;

        // t V.
        private Tensor Product(Tensor t, Tensor v) =>
            workspace.Take(t.size(0), v.size(1), t).addmm_(t, v, beta: 0, alpha: 1);

        // φ′ ⊙ t, shape [r, h].
        private Tensor Sloped(Tensor t) =>
            coupling.Activation.IsLinear ? t : t * coupling.Activation.Derivative(source);

        private Tensor SlopedInPlace(Tensor t) => SlopedInPlace(t, source, SlopeRows(t));

        // The same for c tangents per sample, shape [1, c, positions, h], shared by all samples.
        private Tensor SlopedEach(Tensor t) => t * coupling.Activation.Derivative(PerSample(t));

        // For each sample's own, shape [n, c, positions, h].
        private Tensor SlopedEachInPlace(Tensor t)
        {
            var each = PerSample(t);
            return SlopedInPlace(t, each, Math.Max(1, SlopeRows(t) / each.size(2)));
        }

        // t ← φ′ ⊙ t, so many along the first axis at a time.
        private Tensor SlopedInPlace(Tensor t, Tensor kept, long step)
        {
            if (coupling.Activation.IsLinear)
            {
                return t;
            }

            for (var first = 0L; first < t.size(0); first += step)
            {
                using var scope = NewDisposeScope();
                var some = Math.Min(step, t.size(0) - first);
                t.narrow(0, first, some).mul_(coupling.Activation.Derivative(kept.narrow(0, first, some)));
            }

            return t;
        }

        private Tensor PerSample(Tensor t) => source.view(samples, 1, -1, t.size(3));
    }
}
