namespace ExactGN.Verification.Library;

/// <summary>The library's similarities: CKA, alignment and drift of kernels.</summary>
internal sealed class SimilaritySubject(Device? device = null) : TensorSubject(device)
{
    public override Description Description { get; } = new()
    {
        Name = "similarities",
        Operations = [Operations.Cka, Operations.Alignment, Operations.Drift],
        Precisions = [Precision.Double, Precision.Single],
    };

    private protected override Values Compute(string operation, Values arguments)
    {
        var value = operation switch
        {
            Operations.Cka => CenteredKernelAlignment.Of(Input(arguments, "x"), Input(arguments, "y")),
            Operations.Alignment => KernelDrift.Alignment(Input(arguments, "kernel"), Input(arguments, "initial")),
            _ => KernelDrift.Relative(Input(arguments, "kernel"), Input(arguments, "earlier")),
        };
        return double.IsFinite(value)
            ? new(arguments.Precision, ("value", value))
            : throw new SubjectException(Trouble.Numerical, "it is not defined here");
    }
}
