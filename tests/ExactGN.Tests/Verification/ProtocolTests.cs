using System.Text;
using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>What goes over the wire: bit for bit, and as the schema says.</summary>
public sealed class ProtocolTests
{
    private static readonly JsonSchema Schema =
        JsonSchema.Read(Repository.PathOf("fixtures", "protocol", "protocol-1.schema.json"));

    [Fact]
    public void Through_the_protocol_this_library_gives_the_bits_that_it_gives_inside()
    {
        using var library = LibrarySubject.On();
        var questions = Asked(library);
        var requests = new StringBuilder();
        foreach (var (i, question) in questions.Index())
        {
            requests.Append(Line(Messages.Request(i + 1, question, lists: i % 2 == 1 && IsFinite(question))));
        }

        using var output = new MemoryStream();
        SubjectServer.Serve(library, new MemoryStream(Encoding.UTF8.GetBytes(requests.ToString())), output);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(questions.Count, lines.Length);
        Assert.Equal(18, questions.Select(question => question.Operation).Distinct().Count());
        foreach (var (question, line) in questions.Zip(lines))
        {
            using var document = JsonDocument.Parse(line);
            var there = Values.FromJson(document.RootElement.GetProperty("result"), question.Arguments.Precision);
            foreach (var (name, value) in library.Answer(question).Entries)
            {
                Assert.True(SameBits(value, there, name), $"{question.Operation}: {name}");
            }
        }
    }

    [Fact]
    public void The_librarys_messages_of_both_sides_are_those_of_the_schema()
    {
        using var library = LibrarySubject.On();
        foreach (var question in Asked(library))
        {
            var request = Line(Messages.Request(7, question, lists: false));
            var answer = Line(Messages.Result(7, library.Answer(question)));

            Assert.Null(Schema.Complaint("request", request));
            Assert.Null(Schema.Complaint($"request.{question.Operation}", request));
            Assert.Null(Schema.Complaint("answer", answer));
            Assert.Null(Schema.Complaint($"result.{question.Operation}",
                JsonDocument.Parse(answer).RootElement.GetProperty("result").GetRawText()));
        }

        Assert.Null(Schema.Complaint("request", Line(Messages.Describe(1))));
        Assert.Null(Schema.Complaint("result.describe",
            JsonDocument.Parse(Line(Messages.Result(1, library.Description))).RootElement.GetProperty(
            "result").GetRawText()));
        Assert.Null(Schema.Complaint("answer", Line(Messages.Error(1, Trouble.Numerical, "no"))));
    }

    [Theory]
    [InlineData("request", """{"id": 0, "op": "ntk", "args": {"dtype": "float64", "theta": [1.0], "x": [[1.0]]}}""")]
    [InlineData("request", """{"id": 1, "op": "ntk", "args": {"theta": [1.0], "x": [[1.0]]}}""")]
    [InlineData("request", """{"id": 1, "op": "unknown", "args": {}}""")]
    [InlineData("answer", """{"id": 1, "result": {}, "error": {}}""")]
    [InlineData("answer", """{"id": 1, "error": {"kind": "tired", "message": ""}}""")]
    [InlineData("result.ntk", """{"kernel": {"dtype": "float16", "shape": [1, 1], "data": "AAA="}}""")]
    [InlineData("result.ntk", """{"kernel": [[[1.0]]]}""")]
    public void The_schema_refuses_what_is_none(string definition, string message) =>
        Assert.NotNull(Schema.Complaint(definition, message));

    [Fact]
    public void A_description_is_read_as_it_was_written()
    {
        using var library = LibrarySubject.On();
        using var document = JsonDocument.Parse(Line(Messages.Result(1, library.Description)));

        var read = DescriptionJson.Read(Values.FromJson(document.RootElement.GetProperty("result"),
            ExactGN.Verification.Subjects.Precision.Double));

        Assert.Equal(Line(Messages.Result(1, library.Description)), Line(Messages.Result(1, read)));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"id": 5, "op": "ntk"}""")]
    [InlineData("""{"id": 5, "op": "ntk", "args": {"dtype": "int8"}}""")]
    public void A_request_that_is_none_is_answered_by_an_error_and_the_next_one_rightly(string line)
    {
        using var library = LibrarySubject.On();
        using var output = new MemoryStream();

        SubjectServer.Serve(library, new MemoryStream(Encoding.UTF8.GetBytes(line + "\n" + Line(Messages.Describe(6)))),
            output);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Says("\"error\"", lines[0]);
        Assert.Says("\"protocol\":1", lines[1]);
    }

    // What one case of every law asks.
    private static IReadOnlyList<Question> Asked(Subject subject)
    {
        List<Question> questions = [];
        var recorder = new Recorder(subject, questions.Add);
        foreach (var outcome in Judging.Of(recorder, LawBook.For(subject.Description), new() { Cases = 2 }))
        {
            Assert.Equal(LawStanding.Holds, outcome.Standing);
        }

        return [.. questions.Where(IsFinite).GroupBy(question => question.Operation).SelectMany(group =>
            group.Take(12))];
    }

    private static bool IsFinite(Question question) =>
        question.Arguments.Entries.Values.OfType<Numbers>().All(numbers => numbers.AllFinite);

    private static string Line(ReadOnlyMemory<byte> line) => Encoding.UTF8.GetString(line.Span);

    private static bool SameBits(object? value, Values there, string name) => value switch
    {
        Numbers numbers => numbers.SameBits(there.Array(name)),
        Numbers[] arrays => arrays.Zip(there.Arrays(name)).All(pair => pair.First.SameBits(pair.Second)),
        double number => number.Equals(there.Number(name)),
        _ => false,
    };

    private sealed class Recorder(Subject inner, Action<Question> record) : Subject
    {
        public override Description Description => inner.Description;

        public override Values Answer(Question question)
        {
            record(question);
            return inner.Answer(question);
        }
    }
}
