using System.Runtime.InteropServices;

namespace ExactGN.Cli.Shared;

/// <summary>The one place where an expected exception becomes one sentence on the error stream and a non-zero exit
/// code.</summary>
internal static class PlainErrors
{
    private static volatile bool _isClosed;

    /// <summary>Runs a command; what is not expected keeps its stack trace, as it is a defect of this
    /// program.</summary>
    /// <param name="command">The command.</param>
    /// <param name="signals">Say what a command that was ended early leaves behind.</param>
    internal static int Run(Func<int> command, Signals signals)
    {
        try
        {
            return command();
        }
        catch (OperationCanceledException)
        {
            return signals.Interrupted();
        }
        catch (Exception error) when (Sentence(error) is { } sentence)
        {
            return Refuse(sentence);
        }
    }

    /// <summary>Says why, and gives the exit code.</summary>
    internal static int Refuse(string sentence, int exitCode = 1)
    {
        if (_isClosed)
        {
            // The process is being ended, and what goes wrong of that is no news.
            Thread.Sleep(Timeout.Infinite);
        }

        return Say(sentence, exitCode);
    }

    /// <summary>Nobody is heard after this but by <see cref="LastWord"/>.</summary>
    internal static void Close() => _isClosed = true;

    /// <summary>What is said after <see cref="Close"/>.</summary>
    internal static void LastWord(string sentence) => Say(sentence, 0);

    private static int Say(string sentence, int exitCode)
    {
        Console.Error.WriteLine($"exactgn: {OneLine(sentence)}");
        return exitCode;
    }

    /// <summary>One line saying what went wrong; null for an exception that nobody expects.</summary>
    internal static string? Sentence(Exception error) => error switch
    {
        _ when Refusal(error) is { } refusal => refusal,
        TypeInitializationException or DllNotFoundException or BadImageFormatException when IsNative(error) =>
            "libtorch could not be loaded; 'exactgn doctor' says what was found and what helps.",
        ArgumentException or InvalidDataException or NumericalException or IOException or UnauthorizedAccessException =>
            OneLine(error.Message),
        ExternalException => $"libtorch failed: {FirstLine(error.Message)}",
        _ => null,
    };

    // One's own libtorch is taken when the library is first used, and what fails there comes wrapped.
    private static string? Refusal(Exception error) =>
        error is LibTorchRefusedException ? error.Message
            : error is TypeInitializationException { InnerException: { } inner } ? Refusal(inner)
            : null;

    private static bool IsNative(Exception error) =>
        error is DllNotFoundException or BadImageFormatException or NotSupportedException
        || (error.InnerException is { } inner && IsNative(inner));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
