using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary>
/// What is wrong with a form the server tells, all at once and in its words. The browser's own bubbles would tell one fault
/// after the other, and hold back the form while old faults stand beside what has been mended. But a day that is half filled
/// in is sent as none: only the browser knows better, so it keeps such a form back, and with a script nothing else.
/// <para>
/// A form that names neither an address nor a handler is for the page itself. Browsers send it to the present address, which
/// after another form of the page names that form's handler: there it would do the other form's work.
/// </para>
/// </summary>
[HtmlTargetElement("form", Attributes = "method")]
public sealed class FormTagHelper : TagHelper
{
    private const string Handler = "handler";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!string.Equals(output.Attributes["method"]?.Value?.ToString(), "post", StringComparison.OrdinalIgnoreCase))
            return;
        if (!(await output.GetChildContentAsync()).GetContent().Contains("type=\"date\"", StringComparison.Ordinal))
            output.Attributes.SetAttribute(new TagHelperAttribute("novalidate"));
        var request = ViewContext.HttpContext.Request;
        if (!output.Attributes.ContainsName("action") && request.Query.ContainsKey(Handler))
            output.Attributes.SetAttribute("action", PageItself(request));
    }

    private static string PageItself(HttpRequest request)
    {
        var rest = request.Query.Where(entry => !string.Equals(entry.Key, Handler, StringComparison.OrdinalIgnoreCase));
        return request.PathBase + request.Path + new QueryBuilder(rest).ToQueryString();
    }
}
