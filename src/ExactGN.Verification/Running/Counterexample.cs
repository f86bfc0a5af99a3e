using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ExactGN.Verification.Running;

/// <summary>A case that broke a law: its recipe, and the requests that show it.</summary>
/// <param name="Law">The law's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Recipe">The shrunken recipe, as JSON.</param>
/// <param name="Original">The recipe that was met first, as JSON.</param>
/// <param name="Finding">What was found, in a sentence.</param>
/// <param name="Questions">The requests, in order.</param>
/// <param name="FailsAgain">Whether the shrunken case failed once more when everything was asked anew.</param>
public sealed record Counterexample(
    string Law, string Title, JsonElement Recipe, JsonElement Original, string Finding,
        IReadOnlyList<Question> Questions, bool FailsAgain)
{
    /// <summary>The version of the file's form.</summary>
    internal const int Form = 1;

    // More would fill disks and tell no more.
    private const int MostQuestions = 200;

    /// <summary>The recipe in one line.</summary>
    public string RecipeText => TextOf(Recipe);

    internal string OriginalText => TextOf(Original);

    /// <summary>A recipe in one line.</summary>
    internal static string TextOf(JsonElement recipe) => string.Join(", ", recipe.EnumerateObject().Select(member =>
        $"{member.Name} {member.Value}"));

    /// <summary>The file's text.</summary>
    /// <param name="subject">The subject's name.</param>
    public string ToJson(string subject)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer,
            new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("form", Form);
            json.WriteString("law", Law);
            json.WriteString("title", Title);
            json.WriteString("subject", subject);
            json.WriteString("finding", Finding);
            json.WriteBoolean("failsAgain", FailsAgain);
            json.WritePropertyName("recipe");
            Recipe.WriteTo(json);
            json.WritePropertyName("original");
            Original.WriteTo(json);
            json.WriteNumber("requestCount", Questions.Count);
            json.WriteStartArray("requests");
            foreach (var question in Questions.Take(MostQuestions))
            {
                Messages.Write(json, question);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The law and the recipe of a file.</summary>
    /// <param name="text">The file's text.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    internal static (string Law, JsonElement Recipe) Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("form").GetInt32() != Form)
            {
                throw new InvalidDataException(
                    $"A counterexample must be of form {Form}, got {root.GetProperty("form")}.");
            }

            return (root.GetProperty("law").GetString()!, root.GetProperty("recipe").Clone());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new InvalidDataException(
                "A counterexample must be a JSON object with form, law and recipe; this file is none.", error);
        }
    }
}
