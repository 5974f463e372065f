using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary>
/// What is wrong with a form the server tells, all at once and in its words. The browser's own bubbles would tell one fault
/// after the other, and hold back the form while old faults stand beside what has been mended. But a day that is half filled
/// in is sent as none: only the browser knows better, so it keeps such a form back, and with a script nothing else.
/// </summary>
[HtmlTargetElement("form", Attributes = "method")]
public sealed class FormTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (string.Equals(output.Attributes["method"]?.Value?.ToString(), "post", StringComparison.OrdinalIgnoreCase)
            && !(await output.GetChildContentAsync()).GetContent().Contains("type=\"date\"", StringComparison.Ordinal))
            output.Attributes.SetAttribute(new TagHelperAttribute("novalidate"));
    }
}
