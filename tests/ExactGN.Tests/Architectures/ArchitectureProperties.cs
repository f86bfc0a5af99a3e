namespace ExactGN.Tests;

/// <summary>theory/architectures.md: what is a network's own; the laws of all networks are in the other
/// chapters.</summary>
public sealed class ArchitectureProperties
{
    [Claim("ARCH-1")]
    public Property A_convolutional_half_coupling_is_two_convolutions(ConvolutionRule rule, ImageRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new RevConvNet(recipe.Options(), ScalarType.Float64, Steering.Device);
        var half = model.Blocks[0].F;
        var x = recipe.Half(stream: 1);
        if (recipe.Bias)
        {
            half.Weight[-1].copy_(recipe.Half(stream: 2).reshape(-1)[..recipe.Channels]);
        }

        var value = rule.Value(half, recipe, x);

        var kernels = half.Projection!.mT.reshape(recipe.Hidden, recipe.Channels, recipe.Kernel, recipe.Kernel);
        var weights = half.Weight.narrow(0, 0, recipe.Hidden).mT.reshape(recipe.Channels, recipe.Hidden, 1, 1);
        var bias = recipe.Bias ? half.Weight[-1].detach() : zeros(recipe.Channels, dtype: float64, device: x.device);
        var image = x.view(recipe.Samples, recipe.Channels, recipe.Height, recipe.Width);
        var hidden = nn.functional.conv2d(image, kernels, padding: [recipe.Kernel / 2, recipe.Kernel / 2]).relu();
        var reference = nn.functional.conv2d(hidden, weights, bias).reshape(recipe.Samples, -1);
        var products = 1 + (recipe.Kernel * Ratio.Norm(half.Projection) * Ratio.Norm(half.Weight));
        var size = Ratio.Norm(x) + (Ratio.Norm(bias) * Math.Sqrt(recipe.Samples * recipe.Height * recipe.Width));
        return Verdict.Below(recipe, Ratio.Of(value - reference, products * size, recipe.Hidden + 1, float64));
    }

    [Claim("ARCH-2")]
    public Property Gathering_patches_and_scattering_them_are_adjoint(LayoutRule rule, ImageRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var x = recipe.Half(stream: 1);
        List<double> ratios = [];
        RowLayout[] layouts =
        [
            new PositionLayout(recipe.Channels, recipe.Height, recipe.Width, recipe.Kernel),
            new ChannelLayout(recipe.Channels, recipe.Height * recipe.Width),
            RowLayout.Samples(x.size(1)),
        ];
        foreach (var layout in layouts)
        {
            var gathered = layout.Gather(x);
            using var generator = new Generator((ulong)recipe.Seed + 5, CPU);
            var y = randn(gathered.shape, dtype: float64, generator: generator).to(x.device);

            var (there, back) = ((gathered * y).sum(), (x * rule.Scatter(layout, y)).sum());

            ratios.Add(Ratio.Of(there - back, recipe.Kernel * Ratio.Norm(x) * Ratio.Norm(y), y.numel(), float64));
            ratios.Add(layout.Half(layout.Rows(x)).equal(x).all().ToBoolean() ? 0 : double.PositiveInfinity);
        }

        return Verdict.Below(recipe, ratios);
    }

    [Claim("ARCH-3")]
    public Property The_slope_is_the_derivative_of_the_activation(
        SlopeRule rule, ImageRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)recipe.Seed, CPU);
        var sizes = pow(10, (rand([64], dtype: float64, generator: generator) * 9.7) - 8);
        var z =
            (sizes * randn([64], dtype: float64, generator: generator).sign()).to(precision.Dtype(), Steering.Device);
        List<double> ratios = [];
        foreach (var activation in (Activation[])[
            Activation.Relu, Activation.Identity, Activation.Tanh, Activation.Gelu, Activation.Softplus
        ])
        {
            using var grad = enable_grad();
            var leaf = z.detach().clone().requires_grad_();
            var reference = autograd.grad([activation.Apply(leaf).sum()], [leaf])[0];

            var slope = rule.Derivative(activation, z);

            var error = ((slope - reference).abs() / z.abs().clamp_min(1).square()).max();
            ratios.Add(error.to(float64).item<double>() / Ratio.Eps(z.dtype));
        }

        return Verdict.Below((recipe, precision), ratios);
    }

    [Claim("ARCH-4")]
    public Property A_mixer_mixes_positions_in_F_and_channels_in_G(MixerRule rule, ImageRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMixer(
            new()
            {
                ImageChannels = 2 * recipe.Channels,
                ImageHeight = recipe.Height,
                ImageWidth = recipe.Width,
                Block = 1,
                Hidden = recipe.Hidden,
                Blocks = 1,
                InitialSigma = 0.3,
                Seed = recipe.Seed,
            },
            ScalarType.Float64,
            Steering.Device);
        var (channels, positions) = (recipe.Channels, recipe.Height * recipe.Width);
        if (channels == 1 || positions == 1)
        {
            return Verdict.Discard();
        }

        var x = recipe.Half(stream: 1).narrow(0, 0, 1);
        var (f, g) = rule.Halves(model);

        var (byF, byG) = (Jacobian(f), Jacobian(g));

        var apart = 1 - eye(channels, dtype: float64, device: x.device).view(channels, 1, channels, 1);
        var elsewhere = 1 - eye(positions, dtype: float64, device: x.device).view(1, positions, 1, positions);
        return Verdict.That(recipe, None(byF * apart) && None(byG * elsewhere));

        Tensor Jacobian(HalfCoupling half) =>
            AutogradJacobian.Dense(at => half.At(at).Value(), x).view(channels, positions, channels, positions);

        static bool None(Tensor entries) => entries.count_nonzero().item<long>() == 0;
    }

    [Claim("ARCH-5")]
    public Property The_report_counts_rows_and_not_samples(RowReport rule, ImageRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new RevConvNet(recipe.Options(), ScalarType.Float64, Steering.Device);
        var x = cat([recipe.Half(stream: 1), recipe.Half(stream: 2)], 1);
        var targets = cat([recipe.Half(stream: 3), recipe.Half(stream: 4)], 1);
        var (rows, columns) = (recipe.Samples * recipe.Height * recipe.Width, model.Blocks[0].F.Weight.size(0));

        var report = rule.Report(model, x, targets);

        var counts = report.Halves.All(half => half.Samples == rows && half.Rank <= Math.Min(rows, columns));
        var exact = report.FullRowRank && report.Halves.All(half => half.Condition < 100);
        return Verdict.That(
            recipe,
            counts && !(rows > columns && report.FullRowRank) && !(exact && !(report.OutputDefect < 1e-12)));
    }

    [Claim("ARCH-7")]
    public Property Options_draw_the_network_that_its_constructor_draws(OptionsDraw rule, ArchitectureRun recipe)
    {
        using var scope = NewDisposeScope();
        var options = recipe.Model;
        var (seed, dtype, device) = (recipe.Seed + 1, ScalarType.Float64, Steering.Device);

        using var drawn = rule.Draw(options, seed);

        using ReversibleNetwork expected = options switch
        {
            RevConvNetOptions conv => new RevConvNet(conv with { Seed = seed }, dtype, device),
            RevMixerOptions mixer => new RevMixer(mixer with { Seed = seed }, dtype, device),
            _ => new RevMlp((RevMlpOptions)options with { Seed = seed }, dtype, device),
        };
        return Verdict.That(recipe, drawn.GetType() == expected.GetType()
            && drawn.NamedTensors().Zip(expected.NamedTensors()).All(pair => pair.First.Name == pair.Second.Name
                && pair.First.Tensor.equal(pair.Second.Tensor).all().ToBoolean()));
    }

    [Claim("ARCH-8", Share = 0.5)]
    public Property Rows_columns_weights_and_ranks_follow_from_the_options(CountRule rule, ArchitectureRun recipe)
    {
        const int samples = 40;
        if (recipe is { Architecture: Architecture.ConvNet, Hidden: null })
        {
            return Verdict.Discard();
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = recipe.Model.Draw(ScalarType.Float64, Steering.Device);
        using var generator = new Generator((ulong)recipe.Seed, CPU);
        var x = randn([samples, Digits.Features], dtype: float64, generator: generator).to(Steering.Device);
        var features = new NetworkCase(model, x, x, recipe.Seed).Features();
        var spectra = features.Select(Dense.SingularValues).ToArray();
        if (spectra.Any(sigma => sigma.Any(value => value > 1e-14 * sigma[0] && value < 1e-10 * sigma[0])))
        {
            return Verdict.Discard();
        }

        var count = rule.Of(recipe.Model, samples);

        return Verdict.That(recipe,
            count.Weights == model.HalfCouplings.Sum(half => half.Weight.numel())
            && count.Rows.SequenceEqual([features[0].size(0), features[1].size(0)])
            && count.Columns == features.Max(entry => entry.size(1))
            && count.JointRank == spectra.Sum(sigma => sigma.Count(value => value >= 1e-10 * sigma[0])));
    }

    [Claim("ARCH-6")]
    public Property Space_to_depth_puts_every_pixel_in_its_place(PixelRule rule, ImageRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (block, channels) = (1 + (recipe.Kernel / 2), 2 * recipe.Channels);
        var (height, width) = (block * recipe.Height, block * recipe.Width);
        var options = recipe.Options() with { ImageHeight = height, ImageWidth = width, Block = block };
        var images = arange(recipe.Samples * channels * height * width, dtype: float64).view(recipe.Samples, -1);

        var states = rule.ToStates(options, images);

        var (image, state) = (
            images.view(recipe.Samples, channels, height, width),
            states.view(recipe.Samples, channels, block, block, recipe.Height, recipe.Width));
        var there = true;
        for (var i = 0; i < block; i++)
        {
            for (var j = 0; j < block; j++)
            {
                for (var a = 0; a < recipe.Height; a++)
                {
                    for (var b = 0; b < recipe.Width; b++)
                    {
                        there &= image[.., .., (a * block) + i, (b * block) + j]
                            .equal(state[.., .., i, j, a, b])
                            .all()
                            .ToBoolean();
                    }
                }
            }
        }

        return Verdict.That(
            recipe, there && options.ToImages(options.ToStates(images)).equal(images).all().ToBoolean());
    }
}
