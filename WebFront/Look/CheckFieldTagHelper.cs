using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;check-field for="Input.Remember" label="Remember my user name" /&gt;</c>: one box to tick.</summary>
[HtmlTargetElement("check-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckFieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    protected override void Fill(TagHelperContent content, Dictionary<string, object?> attributes)
    {
        attributes.Remove("class");
        var label = Marks.Element("label", "choice");
        label.InnerHtml.AppendHtml(Control(attributes)).AppendHtml(Marks.Span("choice-text", LabelText));
        content.AppendHtml(label);
        content.AppendHtml(HintAndError());
        content.AppendHtml(Generator.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, For.Name));
    }

    protected override TagBuilder Control(Dictionary<string, object?> attributes)
    {
        // What was sent is shown again, unless it was neither yes nor no: that cannot be shown as a tick.
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        if (ViewContext.ViewData.ModelState.TryGetValue(name, out var sent) && sent.ValidationState is ModelValidationState.Invalid)
            sent.RawValue = null;
        return Generator.GenerateCheckBox(ViewContext, For.ModelExplorer, For.Name, For.Model as bool?, attributes);
    }
}
