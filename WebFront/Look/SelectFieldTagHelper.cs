using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;select-field for="Input.To" label="To" items="Model.Recipients" /&gt;</c>.</summary>
[HtmlTargetElement("select-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SelectFieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>A first, empty choice, such as "Choose…".</summary>
    public string? Empty { get; set; }

    protected override TagBuilder Control(Dictionary<string, object?> attributes) =>
        Generator.GenerateSelect(ViewContext, For.ModelExplorer, Empty is { Length: > 0 } ? Empty : null, For.Name, Items, allowMultiple: false, attributes);
}
