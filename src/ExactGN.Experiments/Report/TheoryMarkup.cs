using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ExactGN.Experiments.Report;

/// <summary>theory/'s Markdown as HTML: CommonMark with tables and without HTML. Beyond it claims' ids become links,
/// and x_L and ℝ^{n×d} get indices.</summary>
/// <param name="claims">The claims, so that an id becomes a link.</param>
/// <param name="chapters">The chapters, so that a link to one stays on the page.</param>
internal sealed partial class TheoryMarkup(IReadOnlySet<string> claims, IReadOnlySet<string> chapters)
{
    private static readonly MarkdownPipeline Pages = Pipeline(isRun: false);
    private static readonly MarkdownPipeline Runs = Pipeline(isRun: true);

    /// <summary>The blocks of a text.</summary>
    internal RawHtml Blocks(string text) => Render(text, Pages, isRun: false);

    /// <summary>One run of text, whatever it begins with.</summary>
    internal RawHtml Inline(string text) => Render(text, Runs, isRun: true);

    private static MarkdownPipeline Pipeline(bool isRun)
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        // x_L has an index, and no emphasis.
        builder.InlineParsers.FindExact<EmphasisInlineParser>()!.EmphasisDescriptors
            .RemoveAll(descriptor => descriptor.Character == '_');
        if (!isRun)
        {
            return builder.UsePipeTables().Build();
        }

        builder.BlockParsers.Clear();
        builder.BlockParsers.Add(new ParagraphBlockParser());
        return builder.Build();
    }

    private RawHtml Render(string text, MarkdownPipeline pipeline, bool isRun)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer) { ImplicitParagraph = isRun };
        pipeline.Setup(renderer);
        var table = new HtmlTableRenderer();
        renderer.ObjectRenderers.InsertRange(0,
        [
            new Written<LiteralInline>((html, run) => html.Write($"{Set(run.Content.ToString(), !IsLinked(run))}")),
            new Written<CodeInline>((html, code) => html.Write($"<code>{Set(code.Content, withIds: false)}</code>")),
            // A link out of the page, or to a chapter on it; of any other, and of a picture, the text alone stays.
            new Written<LinkInline>((html, link) =>
            {
                html.Write(Target(link) is { } target ? $"{Html.Of($"""<a href="{target}">""")}" : "");
                html.WriteChildren(link);
                html.Write(Target(link) is null ? "" : "</a>");
            }),
            new Written<CodeBlock>((html, code) => html.WriteLine($"{Html.Of($"<pre>{code.Lines.ToString()}</pre>")}")),
            new Written<HeadingBlock>((html, heading) =>
                html.Write("<h4>").WriteLeafInline(heading).WriteLine("</h4>")),
            new Written<Table>((html, block) =>
            {
                html.Write("<div class=\"scroll\">");
                table.Write(html, block);
                html.WriteLine("</div>");
            }),
        ]);
        renderer.Render(Markdown.Parse(text, pipeline));
        return new RawHtml(writer.ToString().TrimEnd('\n'));
    }

    private string? Target(LinkInline link)
    {
        var url = link.IsImage ? "" : link.Url ?? "";
        var chapter = Path.GetFileNameWithoutExtension(url.Split('#')[0]);
        return url.StartsWith("https://", StringComparison.Ordinal) ? url
            : chapters.Contains(chapter) ? $"#chapter-{chapter}"
            : null;
    }

    private bool IsLinked(LiteralInline run) =>
        run.FindParentOfType<LinkInline>().Any(link => Target(link) is not null);

    // x_L, σ_{r+1}, ℝ^{n×d} with their indices, and claims' ids as links.
    private Html Set(string text, bool withIds) => Html.Join("", Pieces(text, withIds));

    private IEnumerable<Html> Pieces(string text, bool withIds)
    {
        var from = 0;
        foreach (Match mark in MarkPattern().Matches(text))
        {
            var (id, over, under) = (mark.Groups["id"], mark.Groups["over"], mark.Groups["under"]);
            yield return $"{text[from..mark.Index]}";
            yield return over.Success ? Html.Of($"<sup>{Set(over.Value, withIds)}</sup>")
                : under.Success ? Html.Of($"<sub>{Set(under.Value, withIds)}</sub>")
                : withIds && claims.Contains(id.Value) ? Html.Of($"""<a href="#{id.Value}">{id.Value}</a>""")
                : $"{id.Value}";
            from = mark.Index + mark.Length;
        }

        yield return $"{text[from..]}";
    }

    // An index stands after a letter, a bracket or a norm. J_xΔ ends before the capital; num_layers and MMAP_THRESHOLD
    // are names.
    [GeneratedRegex(
        @"\b(?<id>[A-Z]+-\d+)\b|\^\{(?<over>(?:[^{}]|\{[^{}]*\})+)\}"
        + @"|(?<=[\p{L}\p{M})‖⟩\]⁺])_(?!(?<=[a-z]{2}_)[a-z]{2}|(?<=[A-Z]{2}_)[A-Z]{2})"
        + @"(?:\{(?<under>(?:[^{}]|\{[^{}]*\})+)\}|(?<under>\p{Ll}+|MN|GN|GD|SVD|\p{L}|\d+|∞))")]
    private static partial Regex MarkPattern();

    private sealed class Written<T>(Action<HtmlRenderer, T> write) : HtmlObjectRenderer<T>
        where T : MarkdownObject
    {
        protected override void Write(HtmlRenderer renderer, T obj) => write(renderer, obj);
    }
}
