namespace ExactGN.Verification.Subjects;

/// <summary>A dtype of the protocol, and what rounding means in it.</summary>
public sealed class Precision
{
    private Precision(string name, double eps) => (Name, Eps) = (name, eps);

    /// <summary>float64, eps = 2⁻⁵².</summary>
    public static Precision Double { get; } = new("float64", Math.Pow(2, -52));

    /// <summary>float32, eps = 2⁻²³.</summary>
    public static Precision Single { get; } = new("float32", Math.Pow(2, -23));

    /// <summary>Its name in messages, float64 or float32.</summary>
    public string Name { get; }

    /// <summary>The distance from 1 to the next number.</summary>
    public double Eps { get; }

    /// <summary>A number as this dtype holds it.</summary>
    /// <param name="value">The number.</param>
    public double Round(double value) => this == Single ? (float)value : value;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The dtype of that name.</summary>
    /// <param name="name">float64 or float32.</param>
    /// <exception cref="InvalidDataException">It is another name.</exception>
    internal static Precision Of(string name) => name switch
    {
        "float64" => Double,
        "float32" => Single,
        _ => throw new InvalidDataException($"A dtype must be float64 or float32, got '{Quoted.Short(name)}'."),
    };
}
