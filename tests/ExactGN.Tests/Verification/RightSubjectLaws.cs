namespace ExactGN.Tests;

/// <summary>A right subject keeps every law of the kit; its map shares no code with the library.</summary>
public sealed class RightMapKeepsTheLaws() : MapLaws(RightSubject.New());

/// <inheritdoc cref="RightMapKeepsTheLaws"/>
public sealed class RightTangentsKeepTheLaws() : TangentLaws(RightSubject.New());

/// <inheritdoc cref="RightMapKeepsTheLaws"/>
public sealed class RightKernelKeepsTheLaws() : KernelLaws(RightSubject.New());

/// <inheritdoc cref="RightMapKeepsTheLaws"/>
public sealed class RightStepsKeepTheLaws() : GaussNewtonLaws(RightSubject.New());
