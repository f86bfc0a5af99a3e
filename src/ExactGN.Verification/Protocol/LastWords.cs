using System.Text;

namespace ExactGN.Verification.Protocol;

/// <summary>The end of a stranger's error stream, in bounded memory.</summary>
internal sealed class LastWords
{
    private const int Most = 4096;

    private readonly StringBuilder _text = new();

    internal LastWords(TextReader reader) =>
        _ = Task.Factory.StartNew(() => Read(reader), TaskCreationOptions.LongRunning);

    /// <summary>Its last line with words in it, made fit for ours; empty where there is none.</summary>
    internal string Line
    {
        get
        {
            lock (_text)
            {
                return Quoted.Short(
                    _text.ToString().Split('\n',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "");
            }
        }
    }

    private void Read(TextReader reader)
    {
        var buffer = new char[1024];
        try
        {
            while (reader.Read(buffer) is var count and > 0)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, count);
                    _text.Remove(0, Math.Max(0, _text.Length - Most));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The program is gone.
        }
    }
}
