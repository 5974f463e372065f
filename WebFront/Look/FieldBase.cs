using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary>A form field with its label, hint and error. Attributes it does not know go to the control.</summary>
public abstract class FieldBase(IHtmlGenerator generator) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    /// <summary>Without it the property's display name.</summary>
    public string? Label { get; set; }

    public string? Hint { get; set; }

    /// <summary>Says so beside the label; everything else is required.</summary>
    public bool Optional { get; set; }

    protected IHtmlGenerator Generator => generator;

    protected string Id => TagBuilder.CreateSanitizedId(FullName, generator.IdAttributeDotReplacement);

    private string FullName => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private IEnumerable<string> Errors => ViewContext.ViewData.ModelState.TryGetValue(FullName, out var entry) && entry.ValidationState == ModelValidationState.Invalid
        ? entry.Errors.Select(error => error.ErrorMessage)
        : [];

    private bool IsBad => Errors.Any();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var attributes = ControlAttributes(output);
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("field", HtmlEncoder.Default);
        if (IsBad)
        {
            output.AddClass("field-bad", HtmlEncoder.Default);
        }

        Fill(output.Content, attributes);
    }

    protected virtual void Fill(TagHelperContent content, Dictionary<string, object?> attributes)
    {
        content.AppendHtml(LabelElement()).AppendHtml(HintAndError()).AppendHtml(Control(attributes));
    }

    protected abstract TagBuilder Control(Dictionary<string, object?> attributes);

    protected TagBuilder Icon(string name) => Marks.Icon(ViewContext.HttpContext, name);

    protected string LabelText => Label is { Length: > 0 } ? Label : For.Metadata.GetDisplayName();

    protected HtmlContentBuilder HintAndError()
    {
        var content = new HtmlContentBuilder();
        if (HasHint)
        {
            var hint = Marks.Element("p", "hint", Hint!);
            hint.Attributes["id"] = HintId;
            content.AppendHtml(hint);
        }

        if (IsBad)
            content.AppendHtml(ErrorLines());
        return content;
    }

    private TagBuilder ErrorLines()
    {
        var lines = Marks.Element("div", "field-errors");
        lines.Attributes["id"] = ErrorId;
        foreach (var error in Errors)
        {
            var line = Marks.Element("p", "field-error");
            line.InnerHtml.AppendHtml(Icon("circle-alert")).AppendHtml(Marks.Span("hide-text", "Error: ")).Append(error);
            lines.InnerHtml.AppendHtml(line);
        }

        return lines;
    }

    private bool HasHint => !string.IsNullOrEmpty(Hint);

    private string HintId => $"{Id}-hint";

    private string ErrorId => $"{Id}-error";

    private TagBuilder LabelElement()
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = Id;
        label.InnerHtml.Append(LabelText);
        if (Optional)
        {
            label.InnerHtml.Append(" ").AppendHtml(Marks.Span("optional", "(optional)"));
        }

        return label;
    }

    private Dictionary<string, object?> ControlAttributes(TagHelperOutput output)
    {
        var attributes = output.Attributes.ToDictionary(attribute => attribute.Name, attribute => (object?)attribute.Value?.ToString());
        attributes["class"] = string.Join(' ', ["input", .. new[] { attributes.GetValueOrDefault("class")?.ToString() }.OfType<string>()]);
        var described = string.Join(' ', new[] { HasHint ? HintId : null, IsBad ? ErrorId : null }.OfType<string>());
        if (described.Length > 0)
        {
            attributes["aria-describedby"] = described;
        }

        if (IsBad)
        {
            attributes["aria-invalid"] = "true";
        }

        return attributes;
    }
}
