namespace ExactGN.Tests;

/// <summary>Networks of every architecture keep the laws of differentiable maps, of which the kit knows nothing
/// else.</summary>
public sealed class RevMlpKeepsTheLaws() : MapLaws(JudgedNetworks.Mlp());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class TangentsOfRevMlpKeepTheLaws() : TangentLaws(JudgedNetworks.Mlp());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class KernelOfRevMlpKeepsTheLaws() : KernelLaws(JudgedNetworks.Mlp());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class StepsOfRevMlpKeepTheLaws() : GaussNewtonLaws(JudgedNetworks.Mlp(), JudgedNetworks.Few);

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class ReversibleStepsOfRevMlpKeepTheLaws()
    : GaussNewtonLaws(JudgedNetworks.Mlp(NetworkStep.Reversible), JudgedNetworks.Few);

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class RevConvNetKeepsTheLaws() : MapLaws(JudgedNetworks.ConvNet());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class TangentsOfRevConvNetKeepTheLaws() : TangentLaws(JudgedNetworks.ConvNet());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class KernelOfRevConvNetKeepsTheLaws() : KernelLaws(JudgedNetworks.ConvNet());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
[Trait("Category", "Full")]
public sealed class StepsOfRevConvNetKeepTheLaws() : GaussNewtonLaws(JudgedNetworks.ConvNet(), JudgedNetworks.Few);

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class RevMixerKeepsTheLaws() : MapLaws(JudgedNetworks.Mixer());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class TangentsOfRevMixerKeepTheLaws() : TangentLaws(JudgedNetworks.Mixer());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
public sealed class KernelOfRevMixerKeepsTheLaws() : KernelLaws(JudgedNetworks.Mixer());

/// <inheritdoc cref="RevMlpKeepsTheLaws"/>
[Trait("Category", "Full")]
public sealed class StepsOfRevMixerKeepTheLaws() : GaussNewtonLaws(JudgedNetworks.Mixer(), JudgedNetworks.Few);
