using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Xml.Linq;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// Writes a section's text as HTML. Only what is listed here comes out, and of attributes only names, spans of cells and
/// links; all else is reduced to its words. Nothing is loaded from anywhere: pictures are named, not shown.
/// </summary>
internal static class NarrativeHtml
{
    /// <summary>Elements that have the same meaning in HTML.</summary>
    private static readonly Dictionary<string, string> _elements = new(StringComparer.Ordinal)
    {
        ["paragraph"] = "p",
        ["content"] = "span",
        ["item"] = "li",
        ["caption"] = "caption",
        ["thead"] = "thead",
        ["tbody"] = "tbody",
        ["tfoot"] = "tfoot",
        ["tr"] = "tr",
        ["th"] = "th",
        ["td"] = "td",
        ["sub"] = "sub",
        ["sup"] = "sup",
        ["footnote"] = "span",
    };

    /// <summary>What is said of a row beside its cells may be about as long as the cells, and a little for short tables.</summary>
    private const int Labels = 2_000;

    /// <param name="text">The section's text.</param>
    /// <param name="scope">Put before the names within it, so that they meet no other names of the page.</param>
    public static string Of(XElement text, string scope)
    {
        var html = new StringBuilder();
        Children(html, text, scope, []);
        return html.ToString();
    }

    private static void Children(StringBuilder html, XElement parent, string scope, string[] columns)
    {
        var column = parent.Name.LocalName is "tr" ? 0 : -1;
        foreach (var node in parent.Nodes())
        {
            if (node is XText text)
                html.Append(HtmlEncoder.Default.Encode(text.Value));
            else if (node is XElement element)
                Element(html, element, scope, column < 0 ? columns : HeadOf(columns, column++));
        }
    }

    /// <summary>What stands in a cell knows only the head of its own column.</summary>
    private static string[] HeadOf(string[] columns, int column) => column < columns.Length ? columns[column..(column + 1)] : [];

    private static void Element(StringBuilder html, XElement element, string scope, string[] columns)
    {
        switch (element.Name.LocalName)
        {
            case "br":
                html.Append("<br>");
                break;
            case "table":
                Table(html, element, scope);
                break;
            case "list":
                List(html, element, scope, columns);
                break;
            case "linkHtml":
                Link(html, element, scope, columns);
                break;
            case "renderMultiMedia":
                html.Append("<span>[A picture is not shown]</span>");
                Children(html, element, scope, columns);
                break;
            case "caption" when element.Parent?.Name.LocalName is not "table":
                Wrap(html, "p", element, scope, columns);
                break;
            case var name when _elements.TryGetValue(name, out var known):
                Wrap(html, known, element, scope, columns);
                break;
            default:
                Children(html, element, scope, columns);
                break;
        }
    }

    private static void Wrap(StringBuilder html, string name, XElement element, string scope, string[] columns)
    {
        html.Append('<').Append(name);
        if (Name(element) is { } id)
            Attribute(html, "id", $"{scope}-{id}");
        if (name is "th" or "td")
            Cell(html, name, element, columns);
        html.Append('>');
        var emphasis = Emphasis((string?)element.Attribute("styleCode"));
        if (emphasis is not null)
            html.Append('<').Append(emphasis).Append('>');
        Children(html, element, scope, columns);
        if (emphasis is not null)
            html.Append("</").Append(emphasis).Append('>');
        html.Append("</").Append(name).Append('>');
    }

    private static void Table(StringBuilder html, XElement table, string scope)
    {
        var columns = Columns(table);
        html.Append("<div class=\"table-wrap\"><table class=\"table").Append(columns.Length > 0 ? " table-stack" : "").Append('"');
        if (Name(table) is { } id)
            Attribute(html, "id", $"{scope}-{id}");
        html.Append('>');
        Children(html, table, scope, columns);
        html.Append("</table></div>");
    }

    /// <summary>
    /// The heads of the columns, where each stands over one: then a row can be read without its table. They are repeated in
    /// every row, so not where that would be much more than the rows themselves.
    /// </summary>
    private static string[] Columns(XElement table)
    {
        var heads = table.Elements().Where(part => part.Name.LocalName is "thead").Elements().ToList();
        var cells = heads is [var row] ? row.Elements().ToList() : [];
        var plain = table.Descendants().All(cell => cell.Attribute("colspan") is null && cell.Attribute("rowspan") is null)
            && table.Elements().Where(part => part.Name.LocalName is "tbody").Elements().All(body => body.Elements().Count() == cells.Count);
        if (!plain)
            return [];
        string[] labels = [.. cells.Select(cell => HtmlEncoder.Default.Encode(cell.Value.Trim()))];
        var rows = table.Elements().Where(part => part.Name.LocalName is "tbody").Elements().ToList();
        return (long)rows.Count * labels.Sum(label => label.Length) <= Labels + (2 * rows.Sum(body => (long)body.Value.Length)) ? labels : [];
    }

    private static void Cell(StringBuilder html, string name, XElement cell, string[] columns)
    {
        foreach (var span in new[] { "colspan", "rowspan" })
        {
            if (int.TryParse((string?)cell.Attribute(span), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 1 and < 100)
                Attribute(html, span, count.ToString(CultureInfo.InvariantCulture));
        }

        if (name is "th")
            Attribute(html, "scope", cell.Parent?.Parent?.Name.LocalName is "thead" ? "col" : "row");
        else if (columns is [var head])
            html.Append(" data-label=\"").Append(head).Append('"');
    }

    private static void List(StringBuilder html, XElement list, string scope, string[] columns)
    {
        foreach (var caption in list.Elements().Where(part => part.Name.LocalName is "caption"))
            Wrap(html, "p", caption, scope, columns);
        var name = (string?)list.Attribute("listType") is "ordered" ? "ol" : "ul";
        html.Append('<').Append(name).Append('>');
        foreach (var item in list.Elements().Where(part => part.Name.LocalName is "item"))
            Wrap(html, "li", item, scope, columns);
        html.Append("</").Append(name).Append('>');
    }

    private static void Link(StringBuilder html, XElement link, string scope, string[] columns)
    {
        var target = (string?)link.Attribute("href") ?? "";
        var href = target.StartsWith('#') && IsName(target[1..]) ? $"#{scope}-{target[1..]}"
            : Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address.AbsoluteUri
            : null;
        if (href is null)
        {
            Children(html, link, scope, columns);
            return;
        }

        html.Append("<a");
        Attribute(html, "href", href);
        Attribute(html, "rel", "noopener noreferrer nofollow");
        html.Append('>');
        Children(html, link, scope, columns);
        html.Append("</a>");
    }

    private static string? Emphasis(string? styles) => styles?.Split(' ').Select(style => style switch
    {
        "Bold" => "b",
        "Italics" => "i",
        "Underline" => "u",
        _ => null,
    }).FirstOrDefault(found => found is not null);

    private static string? Name(XElement element) => (string?)element.Attribute("ID") is { } id && IsName(id) ? id : null;

    private static bool IsName(string id) => id.Length is > 0 and <= 200 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static void Attribute(StringBuilder html, string name, string value) =>
        html.Append(' ').Append(name).Append("=\"").Append(HtmlEncoder.Default.Encode(value)).Append('"');
}
