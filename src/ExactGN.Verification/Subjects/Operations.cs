namespace ExactGN.Verification.Subjects;

/// <summary>The names of the operations of theory/protocol.md.</summary>
internal static class Operations
{
    internal const string Forward = "forward";
    internal const string ParameterJvp = "parameter_jvp";
    internal const string ParameterVjp = "parameter_vjp";
    internal const string InputJvp = "input_jvp";
    internal const string InputVjp = "input_vjp";
    internal const string Kernel = "ntk";
    internal const string Step = "gauss_newton";
    internal const string LeastSquares = "lstsq";
    internal const string Loss = "loss";
    internal const string Cka = "cka";
    internal const string Alignment = "alignment";
    internal const string Drift = "drift";
    internal const string ChainForward = "chain_forward";
    internal const string ChainInverse = "chain_inverse";
    internal const string ChainBlockJvp = "chain_block_jvp";
    internal const string ChainPullBack = "chain_pull_back";
    internal const string ChainFeatures = "chain_features";
    internal const string ChainUpdate = "chain_update";

    /// <summary>Those that need <see cref="Description.Map"/>.</summary>
    internal static IReadOnlyList<string> OfMap { get; } =
        [Forward, ParameterJvp, ParameterVjp, InputJvp, InputVjp, Kernel, Step];
}
