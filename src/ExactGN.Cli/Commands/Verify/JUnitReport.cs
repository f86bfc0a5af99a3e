using System.Globalization;
using System.Text;
using System.Xml;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>The report as JUnit's XML, which CI systems read: a test case per law, skipped where it is not
/// offered or known to be broken.</summary>
internal static class JUnitReport
{
    internal static string Of(VerifyReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text,
            new() { Indent = true, OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            var failures = report.Laws.Count(Fails);
            xml.WriteStartElement("testsuite");
            Attribute(xml, "name", $"exactgn verify: {report.Subject}");
            Attribute(xml, "tests", $"{report.Laws.Count}");
            Attribute(xml, "failures", $"{failures}");
            Attribute(xml, "errors", "0");
            Attribute(xml, "skipped", $"{report.Laws.Count(IsSkipped)}");
            Attribute(xml, "time", Seconds(report.Time));
            foreach (var law in report.Laws)
            {
                xml.WriteStartElement("testcase");
                Attribute(xml, "classname", $"exactgn.{law.Outcome.Law.Chapter}");
                Attribute(xml, "name", $"{law.Outcome.Law}");
                Attribute(xml, "time", Seconds(law.Outcome.Time));
                if (Fails(law))
                {
                    xml.WriteStartElement("failure");
                    Attribute(xml, "type", law.Outcome.Word);
                    Attribute(xml, "message", $"{law.Outcome.Law}: {law.Outcome.Reason}");
                    xml.WriteString(Plain($"{law.Outcome.Counterexample?.RecipeText}\n{law.Replay}"));
                    xml.WriteEndElement();
                }
                else if (IsSkipped(law))
                {
                    xml.WriteStartElement("skipped");
                    Attribute(xml, "message", $"{law.Outcome.Word}: {law.Outcome.Reason}");
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static bool Fails(VerifiedLaw law) => law.Outcome.Standing != LawStanding.Holds && !IsSkipped(law);

    private static bool IsSkipped(VerifiedLaw law) =>
        law.Outcome.Standing is LawStanding.NotOffered or LawStanding.Known;

    private static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, Plain(value));

    // XML 1.0 has no control characters.
    private static string Plain(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c)));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
