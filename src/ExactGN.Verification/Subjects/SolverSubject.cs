namespace ExactGN.Verification.Subjects;

/// <summary>A least-squares strategy of the library, or one's own, behind the operation <c>lstsq</c>.</summary>
public sealed class SolverSubject : TensorSubject
{
    // Laws that double the rows, or widen the columns, count for all of their matrices.
    private const int MostLength = 32;

    private readonly LeastSquaresSolver _solver;
    private readonly Func<double, double, LeastSquaresSolver>? _cut;
    private readonly Func<double, LeastSquaresSolver>? _damped;

    /// <summary>Describes the strategy.</summary>
    /// <param name="solver">It gives X = a⁺s.</param>
    /// <param name="power">Its error grows with κ to this power, 1 or 2.</param>
    /// <param name="takesDeficient">Whether matrices may lack full rank.</param>
    /// <param name="cut">A strategy that cuts by rtol and atol, where there is one.</param>
    /// <param name="damped">A strategy that damps by λ, where there is one.</param>
    /// <param name="device">Where it computes; the CPU when null.</param>
    /// <param name="dampsSmallerTwin">Whether damping solves by the smaller of aaᵀ + λI and aᵀa + λI.</param>
    public SolverSubject(
        LeastSquaresSolver solver, int power = 1, bool takesDeficient = true,
        Func<double, double, LeastSquaresSolver>? cut = null, Func<double, LeastSquaresSolver>? damped = null,
            Device? device = null, bool dampsSmallerTwin = false)
        : base(device)
    {
        ArgumentNullException.ThrowIfNull(solver);
        (_solver, _cut, _damped) = (solver, cut, damped);
        string?[] promises = ["least-norm", cut is null ? null : "cut", damped is null ? null : "damped"];
        Description = new()
        {
            Name = $"{solver}",
            Operations = [Operations.LeastSquares],
            Precisions = [Precision.Double, Precision.Single],
            LeastSquares = new()
            {
                Promises = [.. promises.OfType<string>()],
                Power = power,
                TakesDeficient = takesDeficient,
                DampsSmallerTwin = dampsSmallerTwin,
                MostRows = MostLength,
                MostColumns = MostLength,
            },
        };
    }

    /// <inheritdoc/>
    public override Description Description { get; }

    private protected override Values Compute(string operation, Values arguments)
    {
        var (a, s) = (Input(arguments, "a"), Input(arguments, "s"));
        var solver = arguments.Has("damping") ? Damped(arguments.Number("damping"))
            : arguments.Has("rtol") || arguments.Has("atol")
                ? Cut(Tolerance(arguments, "rtol"), Tolerance(arguments, "atol"))
            : _solver;
        using var solution = solver.Solve(a, s);
        return solution.Report.Failed
            ? throw new SubjectException(Trouble.Numerical, $"{solver} found that rank is missing")
            : Result(arguments, ("x", solution.X));
    }

    private LeastSquaresSolver Damped(double lambda) =>
        _damped?.Invoke(lambda) ?? throw new SubjectException(Trouble.Refused, "this strategy does not damp");

    private LeastSquaresSolver Cut(double rtol, double atol) =>
        _cut?.Invoke(rtol, atol) ?? throw new SubjectException(Trouble.Refused, "this strategy does not cut");

    private static double Tolerance(Values arguments, string name) => arguments.Has(name) ? arguments.Number(name) : 0;
}
