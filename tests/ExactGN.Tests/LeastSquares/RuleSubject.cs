using KitPrecision = ExactGN.Verification.Subjects.Precision;

namespace ExactGN.Tests;

/// <summary>A way to solve least squares, right or wrong, under the laws of the kit.</summary>
internal sealed class RuleSubject : TensorSubject
{
    private readonly Func<Tensor, Tensor, double?, Tensor> _solve;

    /// <summary>One of least norm.</summary>
    /// <param name="name">For people.</param>
    /// <param name="power">Its error grows with κ to this power.</param>
    /// <param name="solve">(ã, s) → X.</param>
    internal RuleSubject(string name, int power, Func<Tensor, Tensor, Tensor> solve)
        : this(name, "least-norm", power, (a, s, _) => solve(a, s))
    {
    }

    /// <summary>A damped one.</summary>
    /// <param name="name">For people.</param>
    /// <param name="solve">(ã, s, λ) → X.</param>
    internal RuleSubject(string name, Func<Tensor, Tensor, double, Tensor> solve)
        : this(name, "damped", 1, (a, s, lambda) => solve(a, s, lambda!.Value))
    {
    }

    private RuleSubject(string name, string promise, int power, Func<Tensor, Tensor, double?, Tensor> solve)
        : base(Steering.Device)
    {
        _solve = solve;
        Description = new()
        {
            Name = name,
            Operations = [Operations.LeastSquares],
            Precisions = [KitPrecision.Double, KitPrecision.Single],
            LeastSquares = new()
            {
                Promises = [promise],
                Power = power,
                DampsSmallerTwin = true,
                MostRows = 32,
                MostColumns = 32,
            },
        };
    }

    public override Description Description { get; }

    private protected override Values Compute(string operation, Values arguments) => Result(
        arguments,
        ("x", _solve(Input(arguments, "a"), Input(arguments, "s"),
            arguments.Has("damping") ? arguments.Number("damping") : null)));
}
