namespace ExactGN.Tests;

/// <summary>A Gauss-Newton matrix product under test: (network, x₀, loss, v) → JᵀHJv.</summary>
/// <param name="Name">For people.</param>
/// <param name="Multiply">The product; the caller owns it.</param>
public sealed record CurvatureProduct(string Name, Func<ReversibleNetwork, Tensor, Loss, Update, Update> Multiply)
    : UnderTest(Name)
{
    /// <summary>v → Jv → HJv → JᵀHJv by the library's push-forward, Hessian and reversible back-propagation.</summary>
    public static CurvatureProduct Of(string name, Func<Loss, Tensor, Tensor, Tensor> curvature) => new(
        name, (model, x, loss, v) =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var state = model.Forward(x);
            var moved = model.ReadOut(model.ParameterJvp(x, v));
            return model.Vjp(state, model.Lift(curvature(loss, model.ReadOut(state), moved))).Gradient;
        });

    /// <summary>H applied to each sample's tangent.</summary>
    public static Tensor Apply(Loss loss, Tensor outputs, Tensor tangent) =>
        loss.Hessian(outputs).matmul(tangent.unsqueeze(2)).squeeze(2);
}

public static partial class Arbitraries
{
    public static Arbitrary<CurvatureProduct> CurvatureProducts() =>
        Arb.From(Gen.Constant(CurvatureProduct.Of("JᵀHJv", CurvatureProduct.Apply)));
}
