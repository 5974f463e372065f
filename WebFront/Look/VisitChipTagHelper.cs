using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;visit-chip state="Confirmed" /&gt;</c>: the state of a visit as a chip.</summary>
[HtmlTargetElement("visit-chip", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class VisitChipTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string State { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var look = VisitLook.Of(State);
        output.Content.SetContent(look.Text);
        new ChipTagHelper { ViewContext = ViewContext, Tone = look.ChipTone, Icon = look.Icon }.Process(context, output);
    }
}
