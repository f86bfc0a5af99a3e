namespace ExactGN.Tests;

/// <summary>Derivatives by automatic differentiation: references that share no formula with the closed-form
/// tangents.</summary>
public static class AutogradJacobian
{
    /// <summary>∂f/∂x, one backward pass per output, shape [numel of f(x), numel of x], in the caller's dispose
    /// scope.</summary>
    public static Tensor Dense(Func<Tensor, Tensor> f, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var leaf = x.detach().clone().requires_grad_();
        var flat = f(leaf).reshape(-1);
        var rows = Enumerable.Range(0, (int)flat.size(0))
            .Select(i => autograd.grad([flat[i]], [leaf], retain_graph: true)[0].reshape(-1))
            .ToArray();
        return stack(rows).MoveToOuterDisposeScope();
    }

    /// <summary>f′(x)[t] by two backward passes: u → f′(x)ᵀu is linear in u, and its transpose is f′(x).</summary>
    public static Tensor Jvp(Func<Tensor, Tensor> f, Tensor x, Tensor t)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var leaf = x.detach().clone().requires_grad_();
        var y = f(leaf);
        var u = zeros_like(y).requires_grad_();
        var pulled = autograd.grad([y], [leaf], [u], create_graph: true)[0];
        return autograd.grad([pulled], [u], [t])[0].MoveToOuterDisposeScope();
    }

    /// <summary>(∂x_L/∂θ)Δ by two backward passes, all half-couplings trainable: u → (∂x_L/∂θ)ᵀu is linear in u,
    /// and its transpose is ∂x_L/∂θ.</summary>
    public static Tensor ParameterJvp(ReversibleNetwork model, Tensor x, Update update)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var y = model.Forward(x);
        var u = zeros_like(y).requires_grad_();
        var pulled = autograd.grad([y], [.. model.HalfCouplings.Select(half => half.Weight)], [u], create_graph: true);
        var along = pulled.Zip(update.Deltas, (gradient, delta) => (gradient * delta).sum()).Aggregate((a, b) => a + b);
        return autograd.grad([along], [u])[0].MoveToOuterDisposeScope();
    }

    /// <summary>The Jacobian of every sample of a block, shape [n, d, d], for samples that do not see each
    /// other.</summary>
    public static Tensor PerSample(CouplingBlock block, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var leaf = x.detach().clone().requires_grad_();
        var y = block.Forward(Halves.Split(leaf)).Join();
        var rows = Enumerable.Range(0, (int)y.size(1))
            .Select(j => autograd.grad([y.narrow(1, j, 1).sum()], [leaf], retain_graph: true)[0])
            .ToArray();
        return stack(rows, 1).MoveToOuterDisposeScope();
    }
}
