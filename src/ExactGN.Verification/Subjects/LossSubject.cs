namespace ExactGN.Verification.Subjects;

/// <summary>Losses of the library, or one's own, behind the operation <c>loss</c>.</summary>
public sealed class LossSubject : TensorSubject
{
    private readonly IReadOnlyDictionary<string, Loss> _losses;

    /// <summary>Describes one loss; one of one's own is judged by the laws of every smooth loss.</summary>
    /// <param name="name">squared-error, softmax-cross-entropy, or another name.</param>
    /// <param name="loss">The loss.</param>
    public LossSubject(string name, Loss loss)
        : this(new Dictionary<string, Loss> { [name] = loss })
    {
    }

    internal LossSubject(IReadOnlyDictionary<string, Loss> losses, Device? device = null)
        : base(device)
    {
        foreach (var loss in losses.Values)
        {
            ArgumentNullException.ThrowIfNull(loss);
        }

        _losses = losses;
        Description = new()
        {
            Name = string.Join(", ", losses.Values),
            Operations = [Operations.Loss],
            Precisions = [Precision.Double, Precision.Single],
            Loss = new() { Names = [.. losses.Keys] },
        };
    }

    /// <inheritdoc/>
    public override Description Description { get; }

    private protected override Values Compute(string operation, Values arguments)
    {
        if (!_losses.TryGetValue(arguments.Text("name"), out var loss))
        {
            throw new SubjectException(Trouble.Refused, "there is no loss of that name");
        }

        var (f, y, v) = (Input(arguments, "f"), Input(arguments, "y"), Input(arguments, "v"));
        var arrays = Result(
            arguments,
            ("gradient", loss.Gradient(f, y)),
            ("hessian_product", loss.Hessian(f, y).matmul(v.unsqueeze(2)).squeeze(2)),
            ("newton_direction", loss.NewtonDirection(f, y, Curvature.Exact)),
            ("damped_direction", loss.NewtonDirection(f, y, Curvature.Damped(arguments.Number("damping")))));
        return new(arguments.Precision, [("value", loss.Value(f, y).to(float64).item<double>()),
            .. arrays.Entries.Select(entry => (entry.Key, entry.Value))]);
    }
}
