using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Globalization;

namespace Portal.WebFront.Look;

/// <summary>
/// <c>&lt;file-field for="Input.Files" label="Files" max-bytes="1048576" max-files="10" /&gt;</c>: several files, of which a
/// script says before they are sent when they are too large or too many.
/// </summary>
[HtmlTargetElement("file-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileFieldTagHelper(IHtmlGenerator generator) : FieldBase(generator)
{
    public long MaxBytes { get; set; }

    public int MaxFiles { get; set; }

    private string FaultId => $"{Id}-fault";

    protected override void Fill(TagHelperContent content, Dictionary<string, object?> attributes)
    {
        attributes["data-max-bytes"] = MaxBytes.ToString(CultureInfo.InvariantCulture);
        attributes["data-max-files"] = MaxFiles.ToString(CultureInfo.InvariantCulture);
        attributes["aria-describedby"] = $"{attributes.GetValueOrDefault("aria-describedby")} {FaultId}".Trim();
        base.Fill(content, attributes);
        content.AppendHtml(Fault());
    }

    protected override TagBuilder Control(Dictionary<string, object?> attributes)
    {
        attributes["type"] = "file";
        attributes["multiple"] = "multiple";
        return Generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, value: null, format: null, attributes);
    }

    private TagBuilder Fault()
    {
        var fault = Marks.Element("p", "field-error");
        fault.Attributes["id"] = FaultId;
        fault.Attributes["data-upload-fault"] = "";
        fault.Attributes["role"] = "alert";
        return fault;
    }
}
