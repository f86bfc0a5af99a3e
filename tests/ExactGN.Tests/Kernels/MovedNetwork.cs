namespace ExactGN.Tests;

/// <summary>Copies of a network that then move away from it, and the ReLU pattern that must not change on the
/// way.</summary>
public static class MovedNetwork
{
    extension(ReversibleNetwork model)
    {
        /// <summary>The same network with its own tensors, every half-coupling trainable; the caller owns it.</summary>
        public ReversibleNetwork Copy() => model.With((_, tensor) => tensor);

        /// <summary>A copy at θ − αΔ; the caller owns it.</summary>
        public ReversibleNetwork Moved(Update update, double alpha)
        {
            var moved = model.Copy();
            update.ApplyTo(moved, alpha);
            return moved;
        }

        /// <summary>Makes exactly the chosen half-couplings (by index) trainable.</summary>
        public void TrainOnly(Func<int, bool> chosen)
        {
            foreach (var (i, half) in model.HalfCouplings.Index())
            {
                half.Trainable = chosen(i);
            }
        }

        /// <summary>The pre-activations of every ReLU half-coupling, in one vector; empty when there is none.</summary>
        public Tensor PreActivations(Tensor x)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            List<Tensor> parts = [zeros([0], dtype: x.dtype, device: x.device)];
            var state = Halves.Split(x);
            foreach (var block in model.Blocks)
            {
                var next = block.Forward(state);
                Add(block.F, state.Second);
                Add(block.G, next.First);
                state = next;
            }

            return cat([.. parts]).MoveToOuterDisposeScope();

            void Add(HalfCoupling half, Tensor input)
            {
                if (half.Coupling is RandomFeatures { Activation.IsSmooth: false } features)
                {
                    parts.Add(features.Preactivation(input).reshape(-1));
                }
            }
        }

        /// <summary>Whether two networks switch the same ReLUs on for a batch, so that f is polynomial in θ between
        /// them.</summary>
        public bool SamePattern(ReversibleNetwork other, Tensor x)
        {
            using var scope = NewDisposeScope();
            return model.PreActivations(x).gt(0).equal(other.PreActivations(x).gt(0)).all().ToBoolean();
        }

        /// <summary>Whether no pre-activation is so near to zero that rounding could switch its ReLU:
        /// all |z| ≥ 100·eps·max|z|.</summary>
        public bool IsClearOfKinks(Tensor x)
        {
            using var scope = NewDisposeScope();
            var z = model.PreActivations(x).abs();
            return z.numel() == 0
                || z.min().to(float64).item<double>() > 100 * Ratio.Eps(x.dtype) * z.max().to(float64).item<double>();
        }

        /// <summary>The number of roundings along the longest path: (m + d) terms per product, two products per
        /// half-coupling, L blocks.</summary>
        public double PathLength() => (double)(model.WeightRows() + model.Features) * model.Blocks.Count;
    }
}
