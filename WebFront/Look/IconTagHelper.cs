using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;icon name="mail" /&gt;</c>: a picture out of the sprite. The names stand in Assets/icons.json.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string Name { get; set; } = "";

    /// <summary>Said to those who cannot see it; without it the icon is decoration.</summary>
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Picture(Name));
        if (!string.IsNullOrEmpty(Label))
        {
            output.Content.AppendHtml(Marks.Span("hide-text", Label));
        }
    }

    private TagBuilder Picture(string name) => Marks.Icon(ViewContext.HttpContext, name);
}
