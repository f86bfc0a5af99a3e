namespace ExactGN.Tests;

/// <summary>What a call refuses, by name.</summary>
public static class Refusal
{
    /// <summary>The trouble named by a <see cref="NumericalException"/>; null when the call returned an answer,
    /// which is disposed.</summary>
    public static NumericalTrouble? Of(Func<IDisposable> call)
    {
        try
        {
            call().Dispose();
            return null;
        }
        catch (NumericalException error)
        {
            return error.Trouble;
        }
    }

    /// <summary>The message of an <see cref="ArgumentException"/>; null when the call returned an answer,
    /// which is disposed.</summary>
    public static string? Message(Func<IDisposable> call)
    {
        try
        {
            call().Dispose();
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
