namespace ExactGN.Experiments.Report;

/// <summary>Markup that came whole from elsewhere, and stands in a page as it is: a style sheet, a picture, what
/// Markdown became.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct RawHtml(string Markup);
