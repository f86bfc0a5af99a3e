namespace ExactGN.Tests;

/// <summary>Every strategy keeps the laws of least squares, by the power of κ that it promises.</summary>
public sealed class TruncatedSvdKeepsTheLaws() : LeastSquaresLaws(new SolverSubject(
    new TruncatedSvd(),
    cut: (rtol, atol) => new TruncatedSvd(rtol, atol),
    damped: lambda => new Damped(lambda),
    device: Steering.Device,
    dampsSmallerTwin: true));

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class QrKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[1].Subject);

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class GramCholeskyKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[2].Subject);

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class GramCholeskyRefinedInGramKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[3].Subject);

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class TruncatedGramEigenKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[4].Subject);

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class MixedGramEigenKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[5].Subject);

/// <inheritdoc cref="TruncatedSvdKeepsTheLaws"/>
public sealed class RankRevealingGramKeepsTheLaws() : LeastSquaresLaws(PseudoInverseRule.All[6].Subject);
