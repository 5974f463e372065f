using System.Collections.Immutable;
using System.Xml.Linq;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A part of a section's text for paper: a paragraph, or a table's rows.</summary>
public abstract record NarrativeBlock
{
    public static IEnumerable<NarrativeBlock> Of(XElement text)
    {
        foreach (var node in text.Nodes())
        {
            var found = node switch
            {
                XText plain when plain.Value.Trim().Length > 0 => [new NarrativeParagraph(CdaWords.Plain(plain.Value))],
                XElement { Name.LocalName: "table" } table => [Table(table)],
                XElement { Name.LocalName: "list" } list => list.Elements().Where(part => part.Name.LocalName is "item").SelectMany(Item),
                XElement element when element.Descendants().Any(part => part.Name.LocalName is "table" or "list") => Of(element),
                XElement element when element.Value.Trim().Length > 0 => [new NarrativeParagraph(Words(element))],
                _ => (IEnumerable<NarrativeBlock>)[],
            };
            foreach (var block in found)
                yield return block;
        }
    }

    private static IEnumerable<NarrativeBlock> Item(XElement item) => item.Descendants().Any(part => part.Name.LocalName is "table" or "list")
        ? Of(item)
        : [new NarrativeParagraph("• " + Words(item))];

    private static NarrativeTable Table(XElement table) => new(
        [.. Rows(table, "thead").Take(1).SelectMany(row => row)],
        [.. Rows(table, "tbody"), .. Rows(table, "tfoot")]);

    private static IEnumerable<ImmutableArray<string>> Rows(XElement table, string part) => table.Elements()
        .Where(found => found.Name.LocalName == part)
        .Elements()
        .Select(row => row.Elements().Select(Words).ToImmutableArray());

    /// <summary>The words of a cell; parts that stand under each other are lines.</summary>
    private static string Words(XElement element)
    {
        var words = string.Join(' ', element.DescendantNodes().Select(node => node switch
        {
            XText text => CdaWords.Plain(text.Value),
            XElement { Name.LocalName: "br" or "paragraph" or "item" } => "\n",
            _ => "",
        }));
        return string.Join('\n', words.Split('\n').Select(CdaWords.Plain).SkipWhile(line => line.Length == 0)).TrimEnd();
    }
}

public sealed record NarrativeParagraph(string Text) : NarrativeBlock;

public sealed record NarrativeTable(ImmutableArray<string> Head, ImmutableArray<ImmutableArray<string>> Rows) : NarrativeBlock;
