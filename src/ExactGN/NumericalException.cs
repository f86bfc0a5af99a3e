namespace ExactGN;

/// <summary>What went wrong in the numbers.</summary>
public enum NumericalTrouble
{
    /// <summary>A NaN or an infinity appeared.</summary>
    NotFinite,

    /// <summary>A strategy that needs full rank met a matrix without it, and has no fallback.</summary>
    RankDeficient,

    /// <summary>A truncation tolerance lies below what the strategy can see.</summary>
    BlindTolerance,

    /// <summary>A quantity exists but lies outside the range of the dtype.</summary>
    NotRepresentable,

    /// <summary>A factorisation of the linear algebra library did not converge.</summary>
    NoConvergence,
}

/// <summary>Numerical trouble, detected and named; the message gives the rule, then the values.</summary>
public sealed class NumericalException : ArithmeticException
{
    /// <summary>Makes the error.</summary>
    /// <param name="trouble">What kind of trouble it is.</param>
    /// <param name="message">The rule, then the values.</param>
    /// <param name="inner">The error underneath, if any.</param>
    public NumericalException(NumericalTrouble trouble, string message, Exception? inner = null)
        : base(message, inner) => Trouble = trouble;

    /// <summary>What kind of trouble it is.</summary>
    public NumericalTrouble Trouble { get; }
}
