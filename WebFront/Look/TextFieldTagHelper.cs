using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Globalization;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;text-field for="Input.Body" label="Message" limit="20000" /&gt;</c>: several lines, with a counter near the limit.</summary>
[HtmlTargetElement("text-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TextFieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    public int Rows { get; set; } = 5;

    /// <summary>Longest text; typing more is possible, so that a paste is not cut, and is refused on sending.</summary>
    public int Limit { get; set; }

    protected override void Fill(TagHelperContent content, Dictionary<string, object?> attributes)
    {
        if (Limit > 0)
        {
            attributes["data-max-length"] = Limit.ToString(CultureInfo.InvariantCulture);
        }

        base.Fill(content, attributes);
        if (Limit > 0)
        {
            content.AppendHtml(Counter());
        }
    }

    protected override TagBuilder Control(Dictionary<string, object?> attributes) =>
        Generator.GenerateTextArea(ViewContext, For.ModelExplorer, For.Name, Rows, columns: 0, attributes);

    private TagBuilder Counter()
    {
        var count = Marks.Span("field-count", "");
        count.Attributes["data-count-for"] = Id;
        count.Attributes["aria-live"] = "polite";
        var foot = Marks.Element("div", "field-foot");
        foot.InnerHtml.AppendHtml(count);
        return foot;
    }
}
