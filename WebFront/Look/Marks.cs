using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Portal.WebFront.Look;

/// <summary>Small pieces of markup that several tag helpers share.</summary>
internal static class Marks
{
    private const string Sprite = "/dist/icons.svg";

    public static TagBuilder Icon(IFileVersionProvider versions, HttpContext context, string name)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = $"{versions.AddFileVersionToPath(context.Request.PathBase, Sprite)}#{name}";
        var svg = new TagBuilder("svg");
        svg.AddCssClass("icon");
        svg.Attributes["aria-hidden"] = "true";
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }

    public static TagBuilder Span(string cssClass, string text) => Element("span", cssClass, text);

    public static TagBuilder Element(string name, string cssClass, string text = "")
    {
        var element = new TagBuilder(name);
        element.AddCssClass(cssClass);
        element.InnerHtml.Append(text);
        return element;
    }
}
