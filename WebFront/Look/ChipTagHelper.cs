using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;chip tone="good" icon="circle-check"&gt;Confirmed&lt;/chip&gt;</c>: a state in words with a sign.</summary>
[HtmlTargetElement("chip")]
public sealed class ChipTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>good, warn, bad, info, brand, note or nothing.</summary>
    public string? Tone { get; set; }

    public string? Icon { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("chip", HtmlEncoder.Default);
        if (!string.IsNullOrEmpty(Tone))
        {
            output.AddClass($"chip-{Tone}", HtmlEncoder.Default);
        }

        if (!string.IsNullOrEmpty(Icon))
        {
            output.PreContent.SetHtmlContent(Marks.Icon(ViewContext.HttpContext, Icon));
        }
    }
}
