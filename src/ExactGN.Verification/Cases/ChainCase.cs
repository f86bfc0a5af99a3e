using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Cases;

/// <summary>A half-coupling in the kit's plain arithmetic: F(x) = ãW, ã = [φ(xV), 1].</summary>
internal sealed record PlainHalf(Numbers Weight, Numbers? Projection, bool Bias, bool Linear)
{
    internal Numbers Features(Numbers x)
    {
        var active = Before(x).Map(z => Linear ? z : Math.Max(0, z));
        return Bias ? active.Beside(Numbers.Matrix([.. Enumerable.Repeat(1.0, x.RowCount)], x.RowCount, 1)) : active;
    }

    internal Numbers Before(Numbers x) => Projection is { } v ? x.Times(v) : x;

    internal Numbers At(Numbers x) => Features(x).Times(Weight);

    /// <summary>F′(x)[t] + ãΔ.</summary>
    internal Numbers Along(Numbers x, Numbers t, Numbers? delta = null)
    {
        var masked = Before(x).Zip(Before(t), (z, moved) => Linear || z > 0 ? moved : 0);
        var inner = masked.Times(Weight.Take([.. Enumerable.Range(0, masked.ColumnCount)]));
        return delta is null ? inner : inner + Features(x).Times(delta);
    }

    internal Values Message(Precision precision) => new(precision,
        ("weight", Weight), ("projection", Projection), ("bias", Bias), ("activation", Linear ? "identity" : "relu"));
}

/// <summary>A reversible network of the kit and what a subject made of it; the formulae of theory/reversible.md, in
/// plain managed arithmetic.</summary>
internal sealed class ChainCase
{
    private const double Sigma = 0.3;

    private readonly Probe _probe;
    private readonly Values _network;
    private Numbers? _state;
    private IReadOnlyList<Numbers>? _inputs;

    internal ChainCase(Probe probe, ChainRecipe recipe)
    {
        (_probe, Recipe) = (probe, recipe);
        Precision = recipe.Single ? Precision.Single : Precision.Double;
        Blocks = [.. Enumerable.Range(0, recipe.Blocks).Select(l => (Half(l, 0), Half(l, 1)))];
        Readout = recipe.Classes == 0 ? null : Numbers.FromMathNet(Draw(1).Gaussian(D, D).ToMathNet().QR().Q).Slice(0,
            recipe.Classes).Rounded(Precision);
        X = Gaussian(2, D);
        _network = Message(Blocks);
    }

    internal ChainRecipe Recipe { get; }

    internal Precision Precision { get; }

    internal IReadOnlyList<(PlainHalf F, PlainHalf G)> Blocks { get; }

    internal Numbers? Readout { get; }

    internal Numbers X { get; }

    internal int N => Recipe.Samples;

    internal int Q => Recipe.HalfWidth;

    internal int D => 2 * Q;

    internal int C => Recipe.Classes == 0 ? D : Recipe.Classes;

    internal int M => Blocks[0].F.Weight.RowCount;

    /// <summary>x₀ … x_L in plain arithmetic.</summary>
    internal IReadOnlyList<Numbers> States => _inputs ??= Walk(Blocks, X);

    internal Numbers State => _state ??= States[^1];

    /// <summary>By how much blocks enlarge what passes them, up or down: each half once in the formula and once in its
    /// inverse.</summary>
    internal double Growth => Blocks.Aggregate(1.0, (product, block) =>
        product * Math.Pow((1 + Gain(block.F)) * (1 + Gain(block.G)), 2));

    internal Numbers Gaussian(int stream, int columns) => Draw(stream).Gaussian(N, columns).Rounded(Precision);

    internal RandomNumbers Draw(int stream) => new(Recipe.Seed, stream);

    // Questions.
    internal (Numbers State, Numbers F) Forward(Numbers x, Values? network = null)
    {
        var answer = Ask(ChainForward, network, ("x", x));
        return (Array(ChainForward, answer, "state", N, D), Array(ChainForward, answer, "f", N, C));
    }

    internal Numbers Inverse(Numbers state) =>
        Array(ChainInverse, Ask(ChainInverse, null, ("state", state)), "x", N, D);

    internal (Numbers State, Numbers Tangent) BlockJvp(int block, Numbers x, Numbers tangent)
    {
        var answer = Ask(ChainBlockJvp, null, ("block", block), ("x", x), ("tangent", tangent));
        return (Array(ChainBlockJvp, answer, "state", N, D), Array(ChainBlockJvp, answer, "tangent", N, D));
    }

    internal Numbers PullBack(Numbers state, Numbers tangent) =>
        Array(ChainPullBack, Ask(ChainPullBack, null, ("state", state), ("tangent", tangent)), "tangent", N, D);

    internal IReadOnlyList<Numbers> Features() => Arrays(ChainFeatures, "features", [N, M], ("x", X));

    internal IReadOnlyList<Numbers> Update(Numbers error, string scaling) =>
        Arrays(ChainUpdate, "deltas", [M, Q], ("x", X), ("error", error), ("scaling", scaling));

    // Plain arithmetic.

    /// <summary>The block's output and tangent.</summary>
    internal static (Numbers State, Numbers Tangent) Push((PlainHalf F, PlainHalf G) block, Numbers x, Numbers t,
        Numbers? deltaF = null, Numbers? deltaG = null)
    {
        var q = x.ColumnCount / 2;
        var (x1, x2, t1, t2) = (x.Slice(0, q), x.Slice(q, q), t.Slice(0, q), t.Slice(q, q));
        var (y1, s1) = (x1 + block.F.At(x2), t1 + block.F.Along(x2, t2, deltaF));
        var (y2, s2) = (x2 + block.G.At(y1), t2 + block.G.Along(y1, s1, deltaG));
        return (y1.Beside(y2), s1.Beside(s2));
    }

    /// <summary>J_xΔ of some blocks' updates.</summary>
    internal Numbers Response(IReadOnlyList<Numbers> deltas, Func<int, bool> moves)
    {
        var tangent = Numbers.Zeros(N, D);
        foreach (var (l, block) in Blocks.Index())
        {
            tangent = Push(block, States[l], tangent, moves(l) ? deltas[2 * l] : null, moves(l) ? deltas[(2 * l) + 1]
                : null).Tangent;
        }

        return tangent;
    }

    internal Numbers ReadOut(Numbers state) => Readout is { } u ? state.Times(u) : state;

    internal Numbers Lift(Numbers error) => Readout is { } u ? error.Times(u.Transposed()) : error;

    /// <summary>The worst κ of all features; they must have full row rank, and no kink may be near.</summary>
    /// <exception cref="OutsideException">They have not.</exception>
    internal double FullRowRank()
    {
        RequireClear();
        var most = Precision == Precision.Single ? 30 : 1e3;
        var worst = AllFeatures().Max(features => features.RowCount <= features.ColumnCount
            ? features.Decomposed().Condition : double.PositiveInfinity);
        return worst <= most ? worst : throw new OutsideException($"κ of the features above {most:g3}");
    }

    /// <summary>Every pre-activation of a ReLU is far from zero, compared with rounding.</summary>
    internal void RequireClear()
    {
        foreach (var ((f, g), l) in Blocks.Select((block, l) => (block, l)))
        {
            var x2 = States[l].Slice(Q, Q);
            var y1 = States[l + 1].Slice(0, Q);
            var halves = new[] { (Half: f, Before: f.Before(x2)), (Half: g, Before: g.Before(y1)) };
            foreach (var z in halves.Where(at => !at.Half.Linear).Select(at => at.Before.Values.ToArray()))
            {
                if (z.Min(Math.Abs) < 1e3 * Precision.Eps * z.Max(Math.Abs) * Growth)
                {
                    throw new OutsideException("a pre-activation near zero");
                }
            }
        }
    }

    internal IEnumerable<Numbers> AllFeatures() => Blocks.SelectMany((block, l) =>
        new[] { block.F.Features(States[l].Slice(Q, Q)), block.G.Features(States[l + 1].Slice(0, Q)) });

    internal double Ratio(Numbers error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, Size * factor, Precision);

    internal Values Message(IReadOnlyList<(PlainHalf F, PlainHalf G)> blocks) => new(Precision,
        ("blocks", blocks.Select(block => new Values(Precision, ("f", block.F.Message(Precision)),
            ("g", block.G.Message(Precision)))).ToArray()),
        ("readout", Readout));

    private double Size => (M + D) * Recipe.Blocks;

    private static List<Numbers> Walk(IReadOnlyList<(PlainHalf F, PlainHalf G)> blocks, Numbers x)
    {
        List<Numbers> states = [x];
        foreach (var block in blocks)
        {
            states.Add(Push(block, states[^1], Numbers.Zeros(x.RowCount, x.ColumnCount)).State);
        }

        return states;
    }

    private static double Gain(PlainHalf half) => half.Weight.Norm() * (half.Projection?.Norm() ?? 1);

    private PlainHalf Half(int block, int half)
    {
        var (draw, projected) = (Draw(10 + (2 * block) + half), Recipe.Projection);
        var hidden = projected ? Recipe.Hidden : Q;
        var v = projected ? (1 / Math.Sqrt(hidden) * draw.Gaussian(Q, hidden)).Rounded(Precision) : null;
        var weight = (Sigma / Math.Sqrt(hidden) * draw.Gaussian(hidden + (Recipe.Bias ? 1 : 0), Q)).Rounded(Precision);
        return new(weight, v, Recipe.Bias, Recipe.LinearFirst && block == 0);
    }

    private Values Ask(string operation, Values? network, params (string Name, object? Value)[] arguments) =>
        _probe.Ask(operation, new(Precision,
        [("network", network ?? _network), .. arguments.Select(argument =>
            (argument.Name, argument.Value is Numbers numbers ? numbers.Rounded(Precision) : argument.Value))]));

    private static Numbers Array(string operation, Values answer, string name, int rows, int columns) =>
        Probe.Checked(operation, name, [rows, columns], Probe.Read(operation, answer, values => values.Array(name)));

    private IReadOnlyList<Numbers> Arrays(string operation, string name, IReadOnlyList<int> shape,
        params (string, object?)[] arguments)
    {
        var arrays = Probe.Read(operation, Ask(operation, null, arguments), values => values.Arrays(name));
        return arrays.Count == 2 * Recipe.Blocks
            ? [.. arrays.Select(array => Probe.Checked(operation, name, shape, array))]
            : throw new SubjectException(Trouble.Malformed,
                $"{operation}: '{name}' must hold {2 * Recipe.Blocks} arrays, got {arrays.Count}");
    }
}
