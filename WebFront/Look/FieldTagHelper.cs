using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;field for="Input.UserName" label="User name" autocomplete="username" /&gt;</c>: one line of input.</summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    public string Type { get; set; } = "text";

    protected override TagBuilder Control(Dictionary<string, object?> attributes)
    {
        var input = Input(attributes);
        return Type == "password" ? WithShowButton(input) : input;
    }

    private TagBuilder Input(Dictionary<string, object?> attributes)
    {
        if (Type == "password")
        {
            return Generator.GeneratePassword(ViewContext, For.ModelExplorer, For.Name, value: null, attributes);
        }

        attributes["type"] = Type;
        var format = Type == "date" ? "{0:yyyy-MM-dd}" : null;
        return Generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, For.Model, format, attributes);
    }

    /// <summary>The button needs a script, so it is hidden until the script shows it.</summary>
    private TagBuilder WithShowButton(TagBuilder input)
    {
        var button = Marks.Element("button", "button button-quiet", "Show");
        button.Attributes["type"] = "button";
        button.Attributes["hidden"] = "";
        button.InnerHtml.AppendHtml(Marks.Span("hide-text", $" {LabelText.ToLowerInvariant()}"));
        button.Attributes["data-show-password"] = "";
        var box = Marks.Element("div", "with-button");
        box.InnerHtml.AppendHtml(input).AppendHtml(button);
        return box;
    }
}
