using System.Text.Json;
using System.Text.Unicode;

namespace ExactGN.Verification.Protocol;

/// <summary>A program behind the protocol. Where it fails it is ended, and started again for the next
/// question.</summary>
public sealed class ProcessSubject : Subject
{
    private readonly IReadOnlyList<string> _command;
    private readonly AdapterOptions _options;
    private AdapterProcess? _process;
    private long _id;

    /// <summary>Starts the program and asks what it offers.</summary>
    /// <param name="command">The program and its arguments; no shell reads them.</param>
    /// <param name="options">Its limits.</param>
    /// <exception cref="SubjectException">It cannot be started, or its description is no description.</exception>
    public ProcessSubject(IReadOnlyList<string> command, AdapterOptions options)
    {
        (_command, _options) = (command, options);
        try
        {
            Description = Started();
        }
        catch
        {
            _process?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Description Description { get; }

    /// <summary>How often the program was started.</summary>
    internal int Starts { get; private set; }

    /// <inheritdoc/>
    public override Values Answer(Question question)
    {
        if (_process is null)
        {
            Started();
        }

        return Ask(id => Messages.Request(id, question, Description.WantsLists), question.Operation,
            question.Arguments.Precision, _options.Timeout);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    private Description Started()
    {
        Starts++;
        _id = 0;
        _process = AdapterProcess.Start(_command, _options);
        var result = Ask(Messages.Describe, "describe", Precision.Double, _options.StartTimeout);
        try
        {
            return DescriptionJson.Read(result);
        }
        catch (SubjectException error)
        {
            throw new SubjectException(Trouble.Malformed, $"the answer to describe is none: {error.Message}");
        }
    }

    private Values Ask(Func<long, ReadOnlyMemory<byte>> request, string operation, Precision precision,
        TimeSpan patience)
    {
        var id = ++_id;
        try
        {
            var line = _process!.Exchange(request(id), patience);
            return Read(line, id, precision);
        }
        catch (SubjectException error) when (error.Trouble is Trouble.Lost or Trouble.Malformed)
        {
            var sentence = $"{Quoted.Short(operation)}, request {id}: the adapter {error.Message}";
            Forget();
            throw new SubjectException(error.Trouble, sentence, error);
        }
    }

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }

    private static Values Read(ReadOnlyMemory<byte> line, long id, Precision precision)
    {
        JsonElement answer;
        try
        {
            using var document = JsonDocument.Parse(line, new() { MaxDepth = 16 });
            answer = document.RootElement.Clone();
            RequireText(line.Span, answer);
        }
        catch (JsonException)
        {
            var text = System.Text.Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, 100_000)]);
            throw new SubjectException(Trouble.Malformed, text.Contains("NaN", StringComparison.Ordinal)
                || text.Contains("Infinity", StringComparison.Ordinal)
                ? "wrote NaN or Infinity as bare words, which JSON does not have: send arrays as base64, "
                    + "or answer with the error 'numerical'"
                : $"wrote a line that is no JSON: '{Quoted.Short(text)}'");
        }

        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("id", out var echoed))
        {
            throw new SubjectException(Trouble.Malformed,
                $"wrote a line that is no answer, as it has no id: '{Quoted.Short(answer.ToString())}'");
        }

        var value = echoed.ValueKind == JsonValueKind.Number && echoed.TryGetInt64(out var number) ? number : 0;
        if (value != id)
        {
            // Of a line too many, which Exchange sees unless it comes between its look and the question.
            throw value > 0 && value < id
                ? new SubjectException(Trouble.Lost, "wrote a line that nobody had asked for")
                : new SubjectException(
                    Trouble.Malformed, $"answered with id {Quoted.Short(echoed.GetRawText())} in place of {id}");
        }

        if (answer.TryGetProperty("error", out var error))
        {
            throw Refusal(error);
        }

        return answer.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object
            ? Values.FromJson(result, precision)
            : throw new SubjectException(Trouble.Malformed, "answered with neither an object 'result' nor an 'error'");
    }

    // The reader takes what is no text, and breaks where it is read: bytes that are no UTF-8, halves of surrogates.
    private static void RequireText(ReadOnlySpan<byte> line, JsonElement answer)
    {
        try
        {
            if (Utf8.IsValid(line) && (line.IndexOf("\\u"u8) < 0 || IsText(answer)))
            {
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
        }

        throw new SubjectException(Trouble.Malformed, "wrote a text that is no UTF-8");
    }

    private static bool IsText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(IsText),
        JsonValueKind.String => json.GetString() is not null,
        _ => true,
    };

    private static SubjectException Refusal(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            throw new SubjectException(Trouble.Malformed, "answered with an 'error' that is no object");
        }

        var values = Values.FromJson(error, Precision.Double);
        return new(Messages.TroubleOf(values.Text("kind")), Quoted.Short(values.Text("message")));
    }
}
