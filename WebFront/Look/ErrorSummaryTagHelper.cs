using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;error-summary /&gt;</c>: every error of the model state, each leading to its field; nothing when there is none.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string Heading { get; set; } = "There is a problem";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = ViewContext.ViewData.ModelState;
        if (state.ErrorCount == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("error-summary", HtmlEncoder.Default);
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("role", "alert");
        output.Content.AppendHtml(Title()).AppendHtml(Errors(state));
    }

    private TagBuilder Title()
    {
        var title = new TagBuilder("h2");
        title.InnerHtml.AppendHtml(Marks.Icon(ViewContext.HttpContext, "circle-alert")).Append(Heading);
        return title;
    }

    private TagBuilder Errors(ModelStateDictionary state)
    {
        var list = new TagBuilder("ul");
        foreach (var (key, entry) in state.OrderBy(entry => Place(entry.Key), StringComparer.Ordinal))
        {
            foreach (var error in entry?.Errors ?? [])
            {
                list.InnerHtml.AppendHtml(Item(key, error.ErrorMessage));
            }
        }

        return list;
    }

    /// <summary>The model state is in no useful order; people expect that of the fields, which is that of the properties.</summary>
    private string Place(string key)
    {
        var place = new StringBuilder();
        var model = ViewContext.ViewData.ModelMetadata;
        foreach (var name in key.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var index = model?.Properties.TakeWhile(property => property.PropertyName != name).Count() ?? 0;
            place.Append(CultureInfo.InvariantCulture, $"{index:000}.");
            model = model?.Properties.ElementAtOrDefault(index);
        }

        return place.ToString();
    }

    private static TagBuilder Item(string key, string text)
    {
        var item = new TagBuilder("li");
        if (key.Length == 0)
        {
            item.InnerHtml.Append(text);
            return item;
        }

        var link = new TagBuilder("a");
        link.Attributes["href"] = $"#{TagBuilder.CreateSanitizedId(key, "_")}";
        link.InnerHtml.Append(text);
        item.InnerHtml.AppendHtml(link);
        return item;
    }
}
