using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Portal.WebFront.Look;

/// <summary>Small pieces of markup that several tag helpers share.</summary>
internal static class Marks
{
    private const string Sprite = "dist/icons.svg";

    public static TagBuilder Icon(HttpContext context, string name)
    {
        // The address with the fingerprint is kept by the browser for good; the plain one is asked for on every page.
        var assets = context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        var use = new TagBuilder("use");
        use.Attributes["href"] = $"{context.Request.PathBase}/{assets?[Sprite] ?? Sprite}#{name}";
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
