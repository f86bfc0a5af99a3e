namespace ExactGN.Verification.Cases;

/// <summary>One place of the subject's own map, and what was asked there. Kept for all laws that come to the same
/// recipe.</summary>
internal sealed class MapCase
{
    // A step of differences, relative to the size of what is moved: small enough to meet few kinks.
    private const double DoubleStep = 1.0 / (1 << 14);
    private const double SingleStep = 1.0 / (1 << 8);

    private readonly Probe _probe;
    private readonly MapDescription _map;
    private readonly int _seed;
    private Numbers? _value;
    private Numbers? _jacobian;
    private Spectrum? _measured;
    private Spectrum? _spectrum;

    internal MapCase(Probe probe, MapRecipe recipe)
        : this(probe, recipe, recipe.Single ? Precision.Single : Precision.Double)
    {
    }

    private MapCase(Probe probe, MapRecipe recipe, Precision precision)
    {
        (_probe, Recipe, Precision, _map, _seed) = (probe, recipe, precision, probe.Description.Map!, recipe.Seed);
        (N, D, C, P) = (recipe.Samples, _map.Inputs, _map.Outputs, _map.Parameters);
        // What is asked in both dtypes is drawn in the smaller.
        var common = probe.Description.Precisions.Contains(Precision.Single) ? Precision.Single : precision;
        Theta = Parameters(0).Rounded(common);
        X = Inputs(N, 1).Rounded(common);
    }

    internal MapRecipe Recipe { get; }

    internal Precision Precision { get; }

    internal int N { get; }

    internal int D { get; }

    internal int C { get; }

    internal int P { get; }

    /// <summary>The length of no sum within the map exceeds this.</summary>
    internal double Size => P + D + C + N;

    internal Numbers Theta { get; }

    internal Numbers X { get; }

    internal Description Description => _probe.Description;

    // Draws.
    internal Numbers Delta(int stream) => Scaled(new RandomNumbers(_seed, 100 + stream).Gaussian(P), SizeOf(Theta));

    internal Numbers Cotangent(int stream, int? rows = null) =>
        new RandomNumbers(_seed, 200 + stream).Gaussian(rows ?? N, C).Rounded(Common);

    internal Numbers InputTangent(int stream) =>
        Scaled(new RandomNumbers(_seed, 300 + stream).Gaussian(N, D), SizeOf(X));

    internal Numbers OtherParameters(int stream = 0) => Parameters(500 + stream).Rounded(Common);

    internal Numbers OtherInputs(int stream = 0, int? rows = null) => Inputs(rows ?? N, 400 + stream).Rounded(Common);

    internal int[] Permutation() => new RandomNumbers(_seed, 42).Permutation(N);

    internal RandomNumbers Draw(int stream) => new(_seed, stream);

    /// <summary>The same place in another dtype.</summary>
    internal MapCase In(Precision precision) => new(_probe, Recipe, precision);

    // Questions.
    internal Numbers Value => _value ??= F(Theta, X);

    internal Numbers F(Numbers theta, Numbers x) => Ask("forward", "f", [x.RowCount, C], ("theta", theta), ("x", x));

    internal Numbers Jvp(Numbers delta, Numbers? x = null, Numbers? theta = null) =>
        Ask("parameter_jvp", "tangent", [(x ?? X).RowCount, C], ("theta", theta ?? Theta), ("x", x ?? X),
            ("delta", delta));

    internal Numbers Vjp(Numbers cotangent, Numbers? x = null, Numbers? theta = null) =>
        Ask("parameter_vjp", "gradient", [P], ("theta", theta ?? Theta), ("x", x ?? X), ("cotangent", cotangent));

    internal Numbers InputJvp(Numbers tangent, Numbers? x = null, Numbers? theta = null) =>
        Ask("input_jvp", "tangent", [(x ?? X).RowCount, C], ("theta", theta ?? Theta), ("x", x ?? X),
            ("tangent", tangent));

    internal Numbers InputVjp(Numbers cotangent, Numbers? x = null, Numbers? theta = null) =>
        Ask("input_vjp", "gradient", [(x ?? X).RowCount, D], ("theta", theta ?? Theta), ("x", x ?? X),
            ("cotangent", cotangent));

    internal Numbers Kernel(Numbers? x = null, Numbers? theta = null) =>
        Ask("ntk", "kernel", [(x ?? X).RowCount * C, (x ?? X).RowCount * C], ("theta", theta ?? Theta), ("x", x ?? X));

    /// <summary>Δ for ε, with the sign of θ − αΔ; by the loss ½‖f − y‖² where the subject takes no ε.</summary>
    internal Numbers Step(Numbers error, double? damping = null, Numbers? x = null)
    {
        var (step, at) = (Description.GaussNewton!, x ?? X);
        if (step.Forms.Contains("error"))
        {
            return AskStep(damping, ("theta", Theta), ("x", at), ("error", error));
        }

        var y = (F(Theta, at) - error).Rounded(Precision);
        var (curvature, times) = (step.Curvatures[0], step.OfMean && step.Curvatures[0] == "identity" ? at.RowCount
            : 1);
        return times * AskStep(damping, ("theta", Theta), ("x", at), ("y", y), ("loss", "squared-error"),
            ("curvature", curvature));
    }

    /// <summary>Δ for targets of a loss, with the sign of θ − αΔ.</summary>
    internal Numbers StepOfLoss(Numbers y, string loss, string curvature, double? damping = null) =>
        AskStep(damping, ("theta", Theta), ("x", X), ("y", y), ("loss", loss), ("curvature", curvature));

    /// <summary>By how much the size of ε counts: y = f − ε rounds with f.</summary>
    internal double ErrorScale(Numbers error) =>
        error.Norm() + (Description.GaussNewton!.Forms.Contains("error") ? 0 : Value.Norm());

    // What is measured.

    /// <summary>J, row by row from vjps, [nc, p].</summary>
    internal Numbers Jacobian => _jacobian ??= Numbers.Stack(
        [.. Enumerable.Range(0, N * C).Select(i => Vjp(Numbers.Unit(N * C, i).Reshaped(N, C)))]);

    internal Spectrum JacobianSpectrum => _spectrum ??= Jacobian.Decomposed();

    /// <summary>κ of J from central differences of forward, never from the subject's own derivatives; J must have full
    /// row rank and κ be small.</summary>
    /// <exception cref="OutsideException">It has not.</exception>
    internal double Condition
    {
        get
        {
            if (N * C > P)
            {
                throw new OutsideException("more outputs than parameters");
            }

            _measured ??= Differences().Decomposed();
            var most = Precision == Precision.Single ? 30 : 1e3;
            return _measured.Condition <= most ? _measured.Condition
                : throw new OutsideException($"κ of J above {most:g3}");
        }
    }

    /// <summary>The largest singular value of J, measured likewise.</summary>
    internal double Largest => Condition >= 1 ? _measured!.Largest : throw new OutsideException("no κ");

    /// <summary>The step of differences, relative to the size of what is moved.</summary>
    internal double Relative => Precision == Precision.Single ? SingleStep : DoubleStep;

    /// <summary>(d/dt) of f along a direction of θ, by Richardson's extrapolation of central differences.</summary>
    internal Quotient ParameterQuotient(Numbers delta) => Along(t => F(Theta + (t * delta), X));

    /// <summary>(d/dt) of f along a direction of x.</summary>
    internal Quotient InputQuotient(Numbers tangent) => Along(t => F(Theta, X + (t * tangent)));

    // Ratios.

    /// <summary>‖error‖/(scale·size·factor·eps).</summary>
    internal double Ratio(Numbers error, double scale, double factor = 1) => Ratio(error.Norm(), scale, factor);

    /// <inheritdoc cref="Ratio(Numbers, double, double)"/>
    internal double Ratio(double error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, Size * factor, Precision);

    internal Numbers Rounded(Numbers numbers) => numbers.Rounded(Precision);

    /// <summary>A remainder of second order is told from rounding and from kinks in float64 alone.</summary>
    internal void RequireDouble()
    {
        if (Precision != Precision.Double)
        {
            throw new OutsideException("float32");
        }
    }

    internal void RequireSamples(int samples)
    {
        if (samples < _map.FewestSamples || samples > _map.MostSamples)
        {
            throw new OutsideException($"a batch of {samples}");
        }
    }

    private Precision Common => Description.Precisions.Contains(Precision.Single) ? Precision.Single : Precision;


    private Numbers AskStep(double? damping, params (string, object?)[] arguments)
    {
        (string, object?)[] all = damping is { } lambda ? [.. arguments, ("damping", lambda)] : arguments;
        return Description.GaussNewton!.Sign * Ask("gauss_newton", "delta", [P], all);
    }

    private Numbers Ask(string operation, string result, IReadOnlyList<int> shape,
        params (string Name, object? Value)[] arguments) =>
        _probe.Ask(operation, result, shape, new(Precision, arguments.Select(argument =>
            (argument.Name, argument.Value is Numbers numbers ? numbers.Rounded(Precision) : argument.Value))));

    private Numbers Parameters(int stream)
    {
        if (_map.ParameterScale is { } scale)
        {
            return scale * new RandomNumbers(_seed, stream).Gaussian(P);
        }

        return _probe.Ask("initial", "theta", [P], new Values(Precision, ("seed", _seed + stream)));
    }

    private Numbers Inputs(int rows, int stream)
    {
        var draw = new RandomNumbers(_seed, stream);
        var (middle, half) = ((_map.LeastInput + _map.GreatestInput) / 2,
            (_map.GreatestInput - _map.LeastInput) / 2 * Recipe.Reach);
        return Numbers.Matrix([.. Enumerable.Range(0, rows * D).Select(_ => middle
            + (half * ((2 * draw.Uniform()) - 1)))], rows, D);
    }

    private Numbers Scaled(Numbers direction, double size) => (size * direction).Rounded(Common);

    // The root mean square, or one.
    private static double SizeOf(Numbers a) => a.Norm() is var norm and > 0 ? norm / Math.Sqrt(a.Values.Length) : 1;

    private Numbers Differences()
    {
        var h = SizeOf(Theta) * Relative;
        var columns = Enumerable.Range(0, P).Select(j =>
        {
            var step = h * Numbers.Unit(P, j);
            return (1 / (2 * h) * (F(Theta + step, X) - F(Theta - step, X))).Flat();
        });
        return Numbers.Stack([.. columns]).Transposed();
    }

    private Quotient Along(Func<double, Numbers> f)
    {
        var h = Relative;
        var (forth, back, nearForth, nearBack) = (f(h), f(-h), f(h / 2), f(-h / 2));
        var (wide, near) = (1 / (2 * h) * (forth - back), 1 / h * (nearForth - nearBack));
        var limit = 1.0 / 3 * ((4 * near) - wide);
        var bend = (forth - (2 * Value) + back).Norm() / h;
        var rounding = Precision.Eps * (Value.Norm() + limit.Norm()) / h;
        var spread = (wide - near).Norm();
        return bend > (0.05 * limit.Norm()) + (30 * rounding) || spread > (1e-5 * limit.Norm()) + (30 * rounding)
            ? throw new OutsideException("a kink or a strong bend within the step")
            : new(limit, ((Value.Norm() + limit.Norm()) / h) + (h * spread / (Size * Precision.Eps)));
    }
}

/// <summary>A derivative by differences.</summary>
/// <param name="Limit">The extrapolated quotient.</param>
/// <param name="Scale">Its error over size · eps: rounding of f divided by the step, and what is left of the
/// truncation.</param>
internal sealed record Quotient(Numbers Limit, double Scale);
