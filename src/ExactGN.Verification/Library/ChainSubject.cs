namespace ExactGN.Verification.Library;

/// <summary>The library's reversible networks, of the weights that a message holds.</summary>
internal sealed class ChainSubject(Device? device = null) : TensorSubject(device)
{
    public override Description Description { get; } = new()
    {
        Name = "reversible networks",
        Operations =
        [
            Operations.ChainForward, Operations.ChainInverse, Operations.ChainBlockJvp,
            Operations.ChainPullBack, Operations.ChainFeatures, Operations.ChainUpdate,
        ],
        Precisions = [Precision.Double, Precision.Single],
        Chain = new() { Scalings = ["average", "sum"] },
    };

    private protected override Values Compute(string operation, Values arguments)
    {
        using var model = Network(arguments.Inner("network"));
        switch (operation)
        {
            case Operations.ChainForward:
                var last = model.Forward(Input(arguments, "x"));
                return Result(arguments, ("state", last), ("f", model.ReadOut(last)));
            case Operations.ChainInverse:
                return Result(arguments, ("x", model.Inverse(Input(arguments, "state"))));
            case Operations.ChainBlockJvp:
                var (state, tangent) = model.Blocks[arguments.Integer("block")].Jvp(Halves.Split(Input(arguments, "x")),
                    Halves.Split(Input(arguments, "tangent")));
                return Result(arguments, ("state", state.Join()), ("tangent", tangent.Join()));
            case Operations.ChainPullBack:
                return Result(arguments, ("tangent", model.InverseJvp(Input(arguments, "state"),
                    Input(arguments, "tangent"))));
            case Operations.ChainFeatures:
                return new(arguments.Precision, ("features", Features(model, Input(arguments, "x"))));
            default:
                var step = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
                {
                    Scaling = arguments.Text("scaling") == "sum" ? StepScaling.Reference : StepScaling.Exact,
                };
                using (var solved = step.Solve(model, model.Forward(Input(arguments, "x")),
                    model.Lift(Input(arguments, "error"))))
                {
                    return new(arguments.Precision, ("deltas", solved.Update.Deltas.Select(Tensors.Read).ToArray()));
                }
        }
    }

    private static Numbers[] Features(RevMlp model, Tensor x)
    {
        List<Numbers> features = [];
        var state = Halves.Split(x);
        foreach (var block in model.Blocks)
        {
            features.Add(Tensors.Read(block.F.At(state.Second).Features()));
            state = block.Forward(state);
            features.Add(Tensors.Read(block.G.At(state.First).Features()));
        }

        return [.. features];
    }

    private RevMlp Network(Values network)
    {
        var halves = network.Inners("blocks").SelectMany(block => new[] { block.Inner("f"),
            block.Inner("g") }).ToArray();
        var linear = halves.Select(half => half.Text("activation") == "identity").ToArray();
        var options = new RevMlpOptions
        {
            Features = 2 * halves[0].Array("weight").ColumnCount,
            Hidden = halves[0].Has("projection") ? halves[0].Array("projection").ColumnCount : null,
            Blocks = halves.Length / 2,
            Classes = network.Has("readout") ? network.Array("readout").ColumnCount : null,
            Bias = halves[0].Truth("bias"),
            LinearInputBlock = linear[0],
        };
        if (linear[0] != linear[1] || linear.Skip(2).Any(identity => identity))
        {
            throw new SubjectException(Trouble.Refused, "only the first block can be linear here");
        }

        Dictionary<string, Tensor> tensors = [];
        foreach (var (i, half) in halves.Index())
        {
            var name = $"blocks.{i / 2}.{(i % 2 == 0 ? "f" : "g")}";
            tensors[$"{name}.weight"] = Input(half, "weight");
            if (half.Has("projection"))
            {
                tensors[$"{name}.projection"] = Input(half, "projection");
            }
        }

        if (network.Has("readout"))
        {
            tensors["readout"] = Input(network, "readout");
        }

        return RevMlp.FromTensors(options, tensors, Tensors.TypeOf(network.Precision), Device);
    }
}
