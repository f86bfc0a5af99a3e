namespace ExactGN.Verification.Running;

/// <summary>How a law binds.</summary>
public enum LawLevel
{
    /// <summary>Whoever offers the operations keeps it.</summary>
    Required,

    /// <summary>It is asked of a subject that claims a capability in its description.</summary>
    Optional,

    /// <summary>It fails now and then by chance; its statement says how often. None is so far: no operation draws
    /// numbers, and every case is judged by rounding alone (theory/verification.md).</summary>
    Statistical,
}
