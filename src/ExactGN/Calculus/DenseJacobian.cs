namespace ExactGN.Calculus;

/// <summary>Dense Jacobians by automatic differentiation, one backward pass per output: the reference for small
/// networks. theory/tangents.md.</summary>
public static class DenseJacobian
{
    /// <summary>J = ∂f/∂θ over the trainable W, rows (sample, output), columns in the order of
    /// <see cref="Update.Flatten"/>.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <returns>Shape [n·c, p]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">Nothing is trainable, the batch does not fit, or memory
    /// cannot hold the matrix.</exception>
    [Equation("J written out, rows (sample, output)")]
    public static Tensor InParameters(ReversibleNetwork model, Tensor x) => InParameters(model, model.Output, x);

    /// <summary>J_x = ∂x_L/∂θ, of the whole state without the read-out.</summary>
    /// <returns>Shape [n·d, p]; the caller owns it.</returns>
    /// <inheritdoc cref="InParameters(ReversibleNetwork, Tensor)"/>
    public static Tensor StateInParameters(ReversibleNetwork model, Tensor x) => InParameters(model, model.Forward, x);

    private static Tensor InParameters(ReversibleNetwork model, Func<Tensor, Tensor> f, Tensor x)
    {
        var parameters = model.NamedParameters().Select(entry => (Tensor)entry.parameter).ToArray();
        if (parameters.Length == 0)
        {
            throw new ArgumentException(
                "A Jacobian in the parameters needs at least one trainable half-coupling; all are frozen.");
        }

        using var scope = NewDisposeScope();
        return Rows(f(x), parameters).MoveToOuterDisposeScope();
    }

    /// <summary>∂x_L/∂x₀ over the whole batch, shape [n·d, n·d]; the caller owns it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    [Equation("J written out, rows (sample, output)")]
    public static Tensor InInput(ReversibleNetwork model, Tensor x)
    {
        using var scope = NewDisposeScope();
        var leaf = x.detach().clone().requires_grad_();
        return Rows(model.Forward(leaf), [leaf]).MoveToOuterDisposeScope();
    }

    private static Tensor Rows(Tensor output, Tensor[] inputs)
    {
        var flat = output.reshape(-1);
        var columns = inputs.Sum(input => input.numel());
        // The rows, and the matrix that they become.
        MemoryRule.RequireMatrices(flat.size(0), columns, 2, output, "A Jacobian must fit into memory; "
            + $"this one of {flat.size(0)} rows and {columns} columns");
        return stack(Enumerable.Range(0, (int)flat.size(0)).Select(i => Row(flat[i], inputs)));
    }

    private static Tensor Row(Tensor output, Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        return cat([.. autograd.grad([output], inputs, retain_graph: true).Select(gradient => gradient.reshape(-1))])
            .MoveToOuterDisposeScope();
    }
}
