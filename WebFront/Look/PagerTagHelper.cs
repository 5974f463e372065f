using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary>
/// <c>&lt;pager newer="…" older="…" label="Messages" /&gt;</c>: steps through a list paged by key. They are links; with
/// <c>form="id"</c> they send that form, the older step with its key as <c>after</c>.
/// </summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string? Newer { get; set; }

    public string? Older { get; set; }

    public string? Form { get; set; }

    public string Label { get; set; } = "Pages";

    public string NewerText { get; set; } = "Newer";

    public string OlderText { get; set; } = "Older";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // Razor hands an empty text over for null.
        if (string.IsNullOrEmpty(Newer) && string.IsNullOrEmpty(Older))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("pager", HtmlEncoder.Default);
        output.Attributes.SetAttribute("aria-label", Label);
        if (!string.IsNullOrEmpty(Newer))
        {
            output.Content.AppendHtml(Step(Newer, "prev", "chevron-left", NewerText));
        }

        if (!string.IsNullOrEmpty(Older))
        {
            output.Content.AppendHtml(Step(Older, "next", "chevron-right", OlderText));
        }
    }

    private TagBuilder Step(string to, string rel, string icon, string text)
    {
        var step = string.IsNullOrEmpty(Form) ? Link(to, rel) : Button(to, rel);
        var picture = Marks.Icon(ViewContext.HttpContext, icon);
        var words = Marks.Span("pager-text", text);
        step.InnerHtml.AppendHtml(rel == "prev" ? picture : words).AppendHtml(rel == "prev" ? words : picture);
        return step;
    }

    private static TagBuilder Link(string href, string rel)
    {
        var link = Marks.Element("a", "button button-secondary");
        link.Attributes["href"] = href;
        link.Attributes["rel"] = rel;
        return link;
    }

    private TagBuilder Button(string after, string rel)
    {
        var button = Marks.Element("button", "button button-secondary");
        button.Attributes["form"] = Form;
        if (rel == "next")
        {
            button.Attributes["name"] = "after";
            button.Attributes["value"] = after;
        }

        return button;
    }
}
