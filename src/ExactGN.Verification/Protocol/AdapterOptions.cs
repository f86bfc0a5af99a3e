namespace ExactGN.Verification.Protocol;

/// <summary>What a started program is given.</summary>
public sealed record AdapterOptions
{
    /// <summary>For the answer to one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From its start to the answer to <c>describe</c>.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The memory that it may hold, in bytes, looked at four times a second.</summary>
    public long Memory { get; init; } = 4L << 30;
}
