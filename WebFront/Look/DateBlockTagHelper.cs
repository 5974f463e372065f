using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;date-block at="@visit.StartsAt" zone="@zone" /&gt;</c>: the day of a visit as a leaf of a calendar.</summary>
[HtmlTargetElement("date-block", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateBlockTagHelper : TagHelper
{
    public DateTimeOffset At { get; set; }

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public bool Small { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (month, day, week) = PlainTime.Block(At, Zone);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("date-block", HtmlEncoder.Default);
        if (Small)
        {
            output.AddClass("date-block-small", HtmlEncoder.Default);
        }

        // The date stands in words beside the block, so it is not said twice.
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.AppendHtml(Marks.Span("date-month", month)).AppendHtml(Marks.Span("date-day", day)).AppendHtml(Marks.Span("date-week", week));
    }
}
