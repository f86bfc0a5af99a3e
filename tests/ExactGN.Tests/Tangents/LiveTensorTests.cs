namespace ExactGN.Tests;

/// <summary>No public operation of the library leaves a tensor alive beyond the results that it documents.</summary>
public sealed class LiveTensorTests
{
    private static readonly SoftmaxCrossEntropy Loss = new();

    private static readonly Dictionary<string, Func<NetworkCase, IEnumerable<IDisposable>>> Operations = new()
    {
        ["RevMlp.Forward"] = built => [built.Model.Forward(built.X)],
        ["RevMlp.Inverse"] = built => [built.Model.Inverse(built.X)],
        ["RevMlp.Output"] = built => [built.Model.Output(built.X)],
        ["RevMlp.ReadOut"] = built => [built.Model.ReadOut(built.X)],
        ["RevMlp.Lift"] = built => [built.Model.Lift(built.Targets)],
        ["CouplingBlock.Forward"] = built => OnBlock(built, (block, x) => block.Forward(x)),
        ["CouplingBlock.Inverse"] = built => OnBlock(built, (block, x) => block.Inverse(x)),
        ["CouplingPoint.Features"] = built => AtPoint(built, (point, _) => point.Features()),
        ["CouplingPoint.Value"] = built => AtPoint(built, (point, _) => point.Value()),
        ["CouplingPoint.Jvp"] = built => AtPoint(built, (point, t) => point.Jvp(t)),
        ["CouplingPoint.Vjp"] = built => AtPoint(built, (point, t) => point.Vjp(t)),
        ["CouplingPoint.ParameterJvp"] = built => AtPoint(
            built, (point, _) => point.ParameterJvp(built.Model.Blocks[0].F.Weight)),
        ["CouplingPoint.ParameterVjp"] = built => AtPoint(built, (point, t) => point.ParameterVjp(t)),
        ["PushForward.Jvp"] = built => [built.Model.Jvp(built.X, built.X)],
        ["PushForward.ParameterJvp"] = built =>
        {
            using var update = Update.Snapshot(built.Model);
            return [built.Model.ParameterJvp(built.X, update)];
        },
        ["PullBack.InverseJvp"] = built => [built.Model.InverseJvp(built.X, built.X)],
        ["Backpropagation.Vjp"] = built =>
        {
            var (input, gradient) = built.Model.Vjp(built.X, built.X);
            return [input, .. gradient.Deltas];
        },
        ["DenseJacobian.InParameters"] = built => [DenseJacobian.InParameters(built.Model, built.X)],
        ["DenseJacobian.InInput"] = built => [DenseJacobian.InInput(built.Model, built.X)],
        ["FiniteDifferences.Central"] = built => [
            FiniteDifferences.Central(built.Model.Forward, built.X, built.X, 1e-3)
        ],
        ["FiniteDifferences.InParameters"] = built =>
        {
            using var update = Update.Snapshot(built.Model);
            return [FiniteDifferences.InParameters(built.Model, built.X, update, 1e-3)];
        },
        ["Update.Snapshot, RestoreTo, Flatten and Unflatten"] = built =>
        {
            using var snapshot = Update.Snapshot(built.Model);
            snapshot.RestoreTo(built.Model);
            using var vector = snapshot.Flatten(built.Model);
            using var again = Update.Unflatten(built.Model, vector);
            return [];
        },
        ["Loss.Value"] = built => [Loss.Value(built.Targets, built.Targets)],
        ["Loss.Gradient"] = built => [Loss.Gradient(built.Targets, built.Targets)],
        ["Loss.Hessian"] = built => [Loss.Hessian(built.Targets)],
        ["Loss.NewtonDirection"] = built => [Loss.NewtonDirection(built.Targets, built.Targets, Curvature.Exact)],
        ["Loss.NewtonDirection, damped"] = built => [
            Loss.NewtonDirection(built.Targets, built.Targets, Curvature.Damped(0.1))
        ],
        ["Loss.NewtonDirection that is not representable"] = built =>
        {
            using var scope = NewDisposeScope();
            var (outputs, targets) = (tensor(new double[,] { { 0, 1e4 } }), tensor(new double[,] { { 1, 0 } }));
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Assert.Throws<NumericalException>(() => Loss.NewtonDirection(outputs, targets, Curvature.Exact));
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return [];
        },
        ["LeastSquaresSolver.Solve"] = built =>
            [.. ((LeastSquaresSolver[])[
                new TruncatedSvd(), new TruncatedGramEigen(), new GramCholesky(),
                new Qr { FallbackSolver = new TruncatedSvd() }, new Damped(0.1),
            ])
                .Select(solver => solver.Solve(built.X, built.Targets).X)],
        ["LeastSquaresSolver.Solve that fails"] = built =>
        {
            using var zero = zeros_like(built.X);
            Assert.Throws<NumericalException>(() => new Qr().Solve(zero, built.Targets));
            return [];
        },
        ["NeuralTangentKernel.Of"] = built => [NeuralTangentKernel.Of(built.Model, built.X)],
        ["RevMlpFile.Save and Load"] = built =>
        {
            var path = Path.Combine(Path.GetTempPath(), $"exactgn-{Path.GetRandomFileName()}.safetensors");
            RevMlpFile.Save(built.Mlp, path);
            using var loaded = RevMlpFile.Load(path);
            File.Delete(path);
            return [];
        },
        ["RevMlp and Dispose"] = built =>
        {
            using var model = new RevMlp(built.Mlp.Options);
            return [];
        },
        ["a constructor that refuses the dtype"] = built =>
        {
            Assert.Throws<ArgumentException>(() => new RevMlp(built.Mlp.Options, ScalarType.Int32));
            return [];
        },
    };

    public static TheoryData<string> Names => new(Operations.Keys);

    [Theory, MemberData(nameof(Names))]
    public void An_operation_leaves_its_results_and_nothing_else(string operation)
    {
        foreach (var (bias, hidden, linear, classes) in (IEnumerable<(bool, int?, bool, int?)>)[
            (true, 5, true, 2), (true, 5, false, null), (false, null, true, 2), (false, null, false, null)
        ])
        {
            using var built = new NetworkRecipe(3, hidden, 2, classes, 2, bias, linear, 0.3, Seed: 7).Build();
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

            var results = Operations[operation](built).ToArray();

            Assert.Equal(before + results.Length, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Array.ForEach(results, result => result.Dispose());
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void No_operation_moves_the_weights_or_the_batch()
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(3, 5, 2, 2, 2, Bias: true, LinearInput: false, 0.3, Seed: 7).Build();
        var tensors = built.Model.NamedTensors().Select(entry => entry.Tensor).Append(built.X).ToArray();
        var before = tensors.Select(tensor => tensor.detach().clone()).ToArray();

        foreach (var operation in Operations.Values)
        {
            _ = operation(built).ToArray();
        }

        Assert.All(tensors.Zip(before), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    private static IEnumerable<IDisposable> OnBlock(NetworkCase built, Func<CouplingBlock, Halves, Halves> step)
    {
        var halves = Halves.Split(built.X);
        var result = step(built.Model.Blocks[0], halves);
        halves.First.Dispose();
        halves.Second.Dispose();
        return [result.First, result.Second];
    }

    // No scope here: what a member forgets must be seen.
    private static IEnumerable<IDisposable> AtPoint(NetworkCase built, Func<CouplingPoint, Tensor, Tensor> member)
    {
        var halves = Halves.Split(built.X);
        var point = built.Model.Blocks[0].F.At(halves.Second);
        var result = member(point, halves.First);
        halves.First.Dispose();
        halves.Second.Dispose();
        point.Dispose();
        return [result];
    }
}
