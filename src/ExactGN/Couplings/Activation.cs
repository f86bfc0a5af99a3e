using System.Text.Json.Serialization;

namespace ExactGN.Couplings;

/// <summary>φ, applied entry by entry to the pre-activations z, and φ′. theory/architectures.md.</summary>
[Equation("φ and φ′")]
[JsonConverter(typeof(ActivationConverter))]
public abstract record Activation
{
    private static readonly Activation[] All = [Relu, Identity, Tanh, Gelu, Softplus];

    private protected Activation()
    {
    }

    /// <summary>max(z, 0), with φ′(0) = 0; the paper's.</summary>
    public static Activation Relu => ReluActivation.Instance;

    /// <summary>z itself; its features span no more than their inputs and the column of ones.</summary>
    public static Activation Identity => IdentityActivation.Instance;

    /// <summary>tanh z.</summary>
    public static Activation Tanh => TanhActivation.Instance;

    /// <summary>z·P(N(0, 1) ≤ z), by the error function.</summary>
    public static Activation Gelu => GeluActivation.Instance;

    /// <summary>log(1 + eᶻ), without overflow and without a threshold.</summary>
    public static Activation Softplus => SoftplusActivation.Instance;

    /// <summary>The name, such as "ReLU".</summary>
    public abstract string Name { get; }

    /// <summary>Whether φ is the identity.</summary>
    public virtual bool IsLinear => false;

    /// <summary>Whether φ is differentiable everywhere.</summary>
    public virtual bool IsSmooth => true;

    /// <summary>φ(z), a fresh tensor in the caller's dispose scope; differentiable by autograd.</summary>
    /// <param name="z">Any shape.</param>
    public abstract Tensor Apply(Tensor z);

    /// <summary>φ′, a fresh tensor in the caller's dispose scope.</summary>
    /// <param name="kept">φ(z) where <see cref="FollowsFromValue"/>, z otherwise.</param>
    internal abstract Tensor Derivative(Tensor kept);

    /// <summary>Whether φ′(z) is a function of φ(z), so that z need not be kept.</summary>
    internal virtual bool FollowsFromValue => true;

    /// <summary>z ← φ(z) for a z that nobody else reads.</summary>
    /// <param name="z">Any shape.</param>
    /// <returns>The same tensor where that spares memory.</returns>
    internal virtual Tensor ApplyInPlace(Tensor z) => z.copy_(Apply(z));

    /// <summary>φ(z) for a z that nobody else reads, differentiable by autograd.</summary>
    /// <param name="z">Any shape.</param>
    internal virtual Tensor ApplyFresh(Tensor z) => Apply(z);

    /// <summary>The activation of a name.</summary>
    /// <param name="name">As <see cref="Name"/>.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Activation Named(string name) => All.FirstOrDefault(activation => activation.Name == name)
        ?? throw new ArgumentException(
            $"An activation must be one of {string.Join(", ", All.AsEnumerable())}, got '{name}'.");

    /// <summary>Its name.</summary>
    public sealed override string ToString() => Name;

    private sealed record ReluActivation : Activation
    {
        internal static readonly Activation Instance = new ReluActivation();

        public override string Name => "ReLU";

        public override bool IsSmooth => false;

        public override Tensor Apply(Tensor z) => z.relu();

        internal override Tensor ApplyInPlace(Tensor z) => z.relu_();

        internal override Tensor ApplyFresh(Tensor z) => z.relu_();

        // 1 where φ(z) is positive and 0 elsewhere: as numbers it multiplies faster than as booleans.
        internal override Tensor Derivative(Tensor kept) => kept.sign();
    }

    private sealed record IdentityActivation : Activation
    {
        internal static readonly Activation Instance = new IdentityActivation();

        public override string Name => "identity";

        public override bool IsLinear => true;

        public override Tensor Apply(Tensor z) => z.alias();

        internal override Tensor ApplyInPlace(Tensor z) => z;

        internal override Tensor ApplyFresh(Tensor z) => z;

        internal override Tensor Derivative(Tensor kept) => ones_like(kept);
    }

    private sealed record TanhActivation : Activation
    {
        internal static readonly Activation Instance = new TanhActivation();

        public override string Name => "tanh";

        public override Tensor Apply(Tensor z) => z.tanh();

        internal override Tensor ApplyInPlace(Tensor z) => z.tanh_();

        internal override Tensor Derivative(Tensor kept) => 1 - kept.square();
    }

    // Φ by erfc: 1 + erf cancels where z is negative.
    private sealed record GeluActivation : Activation
    {
        internal static readonly Activation Instance = new GeluActivation();

        public override string Name => "GELU";

        internal override bool FollowsFromValue => false;

        public override Tensor Apply(Tensor z)
        {
            using var scope = NewDisposeScope();
            return (z * Share(z)).MoveToOuterDisposeScope();
        }

        internal override Tensor Derivative(Tensor kept)
        {
            using var scope = NewDisposeScope();
            var density = (-0.5 * kept.square()).exp() / Math.Sqrt(2 * Math.PI);
            return (Share(kept) + kept * density).MoveToOuterDisposeScope();
        }

        private static Tensor Share(Tensor z) => 0.5 * (-z / Math.Sqrt(2)).erfc();
    }

    private sealed record SoftplusActivation : Activation
    {
        internal static readonly Activation Instance = new SoftplusActivation();

        public override string Name => "softplus";

        public override Tensor Apply(Tensor z)
        {
            using var scope = NewDisposeScope();
            return z.logaddexp(zeros_like(z)).MoveToOuterDisposeScope();
        }

        // eᶻ/(1 + eᶻ) = 1 − e^{−φ}.
        internal override Tensor Derivative(Tensor kept)
        {
            using var scope = NewDisposeScope();
            return (-(-kept).expm1()).MoveToOuterDisposeScope();
        }
    }
}
