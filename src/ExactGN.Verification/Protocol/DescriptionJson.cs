using System.Text.Json;

namespace ExactGN.Verification.Protocol;

/// <summary>The answer to <c>describe</c>, read and written. theory/protocol.md.</summary>
internal static class DescriptionJson
{
    internal const int Version = 1;

    private const int MostParameters = 4096;

    // In float32 too, and squares of it in float64.
    private const double Largest = 1e30;

    /// <summary>Reads what a subject says of itself.</summary>
    /// <exception cref="SubjectException">It breaks a rule; the message names it.</exception>
    internal static Description Read(Values json)
    {
        Require(json.Integer("protocol") == Version, $"'protocol' must be {Version}, got {json.Integer("protocol")}");
        var step = json.Has("gauss_newton") ? Step(json.Inner("gauss_newton")) : null;
        return new()
        {
            Name = Quoted.Short(json.Text("name")),
            Operations = [.. json.Texts("operations").Select(Quoted.Short)],
            Precisions = json.Has("dtypes")
                ? [.. Some("dtypes", Among("dtypes", json, "float64", "float32")).Select(Precision.Of)]
                : [Precision.Double],
            WantsLists = json.Has("arrays") && OneOf("arrays", json, "base64", "lists") == "lists",
            Deterministic = Flag(json, "deterministic", true),
            Map = json.Has("map") ? Map(json.Inner("map")) : null,
            GaussNewton = step,
            LeastSquares = json.Has("lstsq") ? LeastSquares(json.Inner("lstsq")) : new(),
            Loss = json.Has("loss") ? Loss(json.Inner("loss")) : new(),
            Chain = json.Has("chain") ? Chain(json.Inner("chain")) : new(),
        };
    }

    /// <summary>Writes the members of a result.</summary>
    internal static void Write(Utf8JsonWriter json, Description description)
    {
        json.WriteNumber("protocol", Version);
        json.WriteString("name", description.Name);
        Texts(json, "operations", description.Operations);
        Texts(json, "dtypes", description.Precisions.Select(precision => precision.Name));
        json.WriteString("arrays", description.WantsLists ? "lists" : "base64");
        json.WriteBoolean("deterministic", description.Deterministic);
        if (description.Map is { } map)
        {
            json.WriteStartObject("map");
            json.WriteNumber("d", map.Inputs);
            json.WriteNumber("c", map.Outputs);
            json.WriteNumber("p", map.Parameters);
            Pair(json, "samples", map.FewestSamples, map.MostSamples);
            Pair(json, "x", map.LeastInput, map.GreatestInput);
            json.WriteStartObject("theta");
            json.WriteString("from", map.ParameterScale is null ? "initial" : "gaussian");
            if (map.ParameterScale is { } scale)
            {
                json.WriteNumber("scale", scale);
            }

            json.WriteEndObject();
            json.WriteBoolean("smooth", map.Smooth);
            json.WriteBoolean("batch_statistics", map.BatchStatistics);
            json.WriteEndObject();
        }

        if (description.GaussNewton is { } step)
        {
            json.WriteStartObject("gauss_newton");
            Texts(json, "promises", step.Promises);
            json.WriteNumber("sign", step.Sign);
            Texts(json, "forms", step.Forms);
            Texts(json, "losses", step.Losses);
            Texts(json, "curvatures", step.Curvatures);
            json.WriteString("reduction", step.OfMean ? "mean" : "sum");
            json.WriteString("damping_scale", step.DampsPerSample ? "n-lambda" : "lambda");
            json.WriteEndObject();
        }

        json.WriteStartObject("lstsq");
        Texts(json, "promises", description.LeastSquares.Promises);
        json.WriteNumber("power", description.LeastSquares.Power);
        json.WriteBoolean("deficient", description.LeastSquares.TakesDeficient);
        json.WriteBoolean("smaller_twin", description.LeastSquares.DampsSmallerTwin);
        json.WriteNumber("max_rows", description.LeastSquares.MostRows);
        json.WriteNumber("max_columns", description.LeastSquares.MostColumns);
        json.WriteEndObject();
        json.WriteStartObject("loss");
        Texts(json, "names", description.Loss.Names);
        Texts(json, "parts", description.Loss.Parts);
        json.WriteString("reduction", description.Loss.Sums ? "sum" : "mean");
        json.WriteNumber("max_classes", description.Loss.MostClasses);
        json.WriteEndObject();
        json.WriteStartObject("chain");
        Texts(json, "activations", description.Chain.Activations);
        json.WriteBoolean("projection", description.Chain.Projection);
        json.WriteBoolean("bias", description.Chain.Bias);
        Texts(json, "scalings", description.Chain.Scalings);
        json.WriteNumber("max_blocks", description.Chain.MostBlocks);
        json.WriteEndObject();
    }

    private static MapDescription Map(Values json)
    {
        var samples = Range(json, "samples", 1, 8);
        var inputs = Range(json, "x", -1, 1);
        var map = new MapDescription(Size(json, "d", 4096), Size(json, "c", 64), Size(json, "p", MostParameters))
        {
            FewestSamples = (int)samples.Least,
            MostSamples = (int)samples.Greatest,
            LeastInput = inputs.Least,
            GreatestInput = inputs.Greatest,
            Smooth = Flag(json, "smooth", true),
            BatchStatistics = Flag(json, "batch_statistics", false),
        };
        Require(map.FewestSamples >= 1 && map.FewestSamples == samples.Least && map.MostSamples == samples.Greatest,
            "'samples' must be two positive whole numbers");
        if (!json.Has("theta"))
        {
            return map;
        }

        var theta = json.Inner("theta");
        var drawn = OneOf("from", theta, "initial", "gaussian") == "gaussian";
        var scale = drawn ? theta.Has("scale") ? theta.Number("scale") : 0.5 : (double?)null;
        Require(scale is null or (> 0 and < 1e6), $"'scale' must be positive and below 10⁶, got {scale}");
        return map with { ParameterScale = scale };
    }

    private static StepDescription Step(Values json)
    {
        var step = new StepDescription(Among("promises", json, "realises", "least-norm", "damped"))
        {
            Sign = json.Has("sign") ? json.Integer("sign") : 1,
            Forms = json.Has("forms") ? Among("forms", json, "error", "loss") : ["error"],
            Losses = json.Has("losses") ? Among("losses", json, "squared-error", "softmax-cross-entropy") : [],
            Curvatures = json.Has("curvatures") ? Among("curvatures", json, "exact", "identity") : [],
            OfMean = json.Has("reduction") && OneOf("reduction", json, "sum", "mean") == "mean",
            DampsPerSample = json.Has("damping_scale")
                && OneOf("damping_scale", json, "lambda", "n-lambda") == "n-lambda",
        };
        Require(step.Promises.Count > 0, "'promises' must name what a step is");
        Require(step.Sign is 1 or -1, $"'sign' must be 1 or -1, got {step.Sign}");
        Require(!step.Forms.Contains("loss") || (step.Losses.Count > 0 && step.Curvatures.Count > 0),
            "the form 'loss' needs 'losses' and 'curvatures'");
        return step;
    }

    private static LeastSquaresDescription LeastSquares(Values json)
    {
        var all = new LeastSquaresDescription();
        var read = new LeastSquaresDescription
        {
            Promises = json.Has("promises") ? Among("promises", json, "least-norm", "cut", "damped") : all.Promises,
            Power = json.Has("power") ? json.Integer("power") : all.Power,
            TakesDeficient = Flag(json, "deficient", all.TakesDeficient),
            DampsSmallerTwin = Flag(json, "smaller_twin", all.DampsSmallerTwin),
            MostRows = json.Has("max_rows") ? Size(json, "max_rows", 4096) : all.MostRows,
            MostColumns = json.Has("max_columns") ? Size(json, "max_columns", 4096) : all.MostColumns,
        };
        Require(read.Power is 1 or 2, $"'power' must be 1 or 2, got {read.Power}");
        return read;
    }

    private static LossDescription Loss(Values json)
    {
        var all = new LossDescription();
        return new()
        {
            Names = json.Has("names") ? [.. Some("names", json.Texts("names")).Select(Quoted.Short)] : all.Names,
            Parts = json.Has("parts") ? Among("parts", json, [.. all.Parts]) : all.Parts,
            Sums = json.Has("reduction") && OneOf("reduction", json, "mean", "sum") == "sum",
            MostClasses = json.Has("max_classes") ? Size(json, "max_classes", 4096) : all.MostClasses,
        };
    }

    private static ChainDescription Chain(Values json)
    {
        var all = new ChainDescription();
        return new()
        {
            Activations = json.Has("activations")
                ? Some("activations", Among("activations", json, [.. all.Activations]))
                : all.Activations,
            Projection = Flag(json, "projection", true),
            Bias = Flag(json, "bias", true),
            Scalings = json.Has("scalings") ? Among("scalings", json, "average", "sum") : all.Scalings,
            MostBlocks = json.Has("max_blocks") ? Size(json, "max_blocks", 64) : all.MostBlocks,
        };
    }

    private static bool Flag(Values json, string name, bool otherwise) => json.Has(name) ? json.Truth(name) : otherwise;

    private static int Size(Values json, string name, int most)
    {
        var size = json.Integer(name);
        Require(size >= 1 && size <= most, $"'{name}' must lie between 1 and {most}, got {size}");
        return size;
    }

    private static (double Least, double Greatest) Range(Values json, string name, double least, double greatest)
    {
        if (!json.Has(name))
        {
            return (least, greatest);
        }

        var pair = json.Array(name);
        Require(pair.Shape is [2] && pair[0] <= pair[1] && Math.Max(-pair[0], pair[1]) <= Largest,
            $"'{name}' must be two numbers of at most {Largest:g}, the smaller first");
        return (pair[0], pair[1]);
    }

    private static string OneOf(string name, Values json, params string[] allowed)
    {
        var word = json.Text(name);
        Require(allowed.Contains(word),
            $"'{name}' must be one of {string.Join(", ", allowed)}, got '{Quoted.Short(word)}'");
        return word;
    }

    private static IReadOnlyList<string> Among(string name, Values json, params string[] allowed)
    {
        var words = json.Texts(name);
        Require(words.All(allowed.Contains),
            $"'{name}' may hold {string.Join(", ", allowed)}, got '{Quoted.Short(string.Join(", ", words))}'");
        return words;
    }

    private static IReadOnlyList<string> Some(string name, IReadOnlyList<string> words)
    {
        Require(words.Count > 0, $"'{name}' must name one or more");
        return words;
    }

    private static void Require(bool rule, string sentence)
    {
        if (!rule)
        {
            throw new SubjectException(Trouble.Malformed, sentence);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Pair(Utf8JsonWriter json, string name, double least, double greatest)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(least);
        json.WriteNumberValue(greatest);
        json.WriteEndArray();
    }
}
