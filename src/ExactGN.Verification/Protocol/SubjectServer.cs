using System.Text;
using System.Text.Json;

namespace ExactGN.Verification.Protocol;

/// <summary>A subject behind the protocol: the other side of <see cref="ProcessSubject"/>.</summary>
public static class SubjectServer
{
    /// <summary>Answers requests until the input ends.</summary>
    /// <param name="subject">Who answers.</param>
    /// <param name="input">Requests, one JSON object a line.</param>
    /// <param name="output">Answers.</param>
    public static void Serve(Subject subject, Stream input, Stream output)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            output.Write(Answer(subject, line).Span);
            output.Flush();
        }
    }

    private static ReadOnlyMemory<byte> Answer(Subject subject, string line)
    {
        var id = 0L;
        try
        {
            using var document = JsonDocument.Parse(line);
            var request = Values.FromJson(document.RootElement, Precision.Double);
            id = (long)request.Number("id");
            var (operation, arguments) = (request.Text("op"), request.Inner("args"));
            if (operation == "describe")
            {
                return Messages.Result(id, subject.Description);
            }

            var precision = Precision.Of(arguments.Text("dtype"));
            var members = document.RootElement.GetProperty("args");
            return Messages.Result(id, subject.Answer(new(operation, Values.FromJson(members, precision))));
        }
        catch (SubjectException error)
        {
            return Messages.Error(id, error.Trouble, error.Message);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException
            or ArgumentException)
        {
            return Messages.Error(id, Trouble.Failed, error.Message);
        }
    }
}
