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
        content.AppendHtml(HintAndError());
        attributes.Remove("class");
        var label = Marks.Element("label", "choice");
        label.InnerHtml.AppendHtml(Control(attributes)).AppendHtml(Marks.Span("choice-text", LabelText));
        content.AppendHtml(label);
        content.AppendHtml(Generator.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, For.Name));
    }

    protected override TagBuilder Control(Dictionary<string, object?> attributes) =>
        Generator.GenerateCheckBox(ViewContext, For.ModelExplorer, For.Name, For.Model as bool?, attributes);
}
