using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Globalization;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;choices-field for="Input.Patient" label="Who is it about?" items="Model.Patients" /&gt;</c>: one of a few, all in view.</summary>
[HtmlTargetElement("choices-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoicesFieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    /// <summary>An item's group, if it has one, is the line under its text.</summary>
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    protected override void Fill(TagHelperContent content, Dictionary<string, object?> attributes)
    {
        var group = Marks.Element("fieldset", "stack-tight");
        if (attributes.Remove("aria-describedby", out var described))
        {
            group.Attributes["aria-describedby"] = described?.ToString();
        }

        attributes.Remove("class");
        group.InnerHtml.AppendHtml(Marks.Element("legend", "choices-legend", LabelText)).AppendHtml(HintAndError()).AppendHtml(Control(attributes));
        content.AppendHtml(group);
    }

    protected override TagBuilder Control(Dictionary<string, object?> attributes)
    {
        var cards = Marks.Element("div", "choice-cards");
        var chosen = Convert.ToString(For.Model, CultureInfo.InvariantCulture);
        foreach (var (index, item) in Items.Index())
        {
            attributes["id"] = index == 0 ? Id : $"{Id}-{index}";
            cards.InnerHtml.AppendHtml(Choice(item, item.Value == chosen, attributes));
        }

        return cards;
    }

    private TagBuilder Choice(SelectListItem item, bool isChecked, Dictionary<string, object?> attributes)
    {
        var text = Marks.Span("choice-text", item.Text);
        if (item.Group?.Name is { Length: > 0 } about)
        {
            text.InnerHtml.AppendHtml(Marks.Span("hint", about));
        }

        var label = Marks.Element("label", "choice");
        label.InnerHtml
            .AppendHtml(Generator.GenerateRadioButton(ViewContext, For.ModelExplorer, For.Name, item.Value, isChecked, attributes))
            .AppendHtml(text);
        return label;
    }
}
