namespace ExactGN.Tests;

/// <summary>The library keeps the laws of reversible networks that the kit supplies.</summary>
public sealed class ChainsKeepTheLaws() : ChainLaws(new ChainSubject(Steering.Device));
