namespace ExactGN.Tests;

/// <summary>The library's similarities keep the laws of similarities.</summary>
public sealed class SimilaritiesKeepTheLaws() : SimilarityLaws(new SimilaritySubject(Steering.Device));
