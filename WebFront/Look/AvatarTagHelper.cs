using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;
using System.Text;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Look;

/// <summary><c>&lt;avatar name="Dr. Priya Raman" /&gt;</c>: initials in a circle; the name itself stands beside it.</summary>
[HtmlTargetElement("avatar", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AvatarTagHelper : TagHelper
{
    private const int Hues = 6;

    public string Name { get; set; } = "";

    public bool Small { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.AddClass("avatar", HtmlEncoder.Default);
        output.AddClass($"avatar-{Hue(Name)}", HtmlEncoder.Default);
        if (Small)
        {
            output.AddClass("avatar-small", HtmlEncoder.Default);
        }

        output.Content.SetContent(Initials(Name));
    }

    public static string Initials(string name)
    {
        var letters = name.Split(',')
            .Where((part, number) => number == 0 || !IsDegree(part))
            .SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(word => !word.EndsWith('.'))
            .Select(word => word.EnumerateRunes().First())
            .Where(Rune.IsLetter)
            .Select(letter => Rune.ToUpperInvariant(letter).ToString())
            .ToArray();
        return letters.Length switch
        {
            0 => "?",
            1 => letters[0],
            _ => letters[0] + letters[^1],
        };
    }

    /// <summary>As in <c>Priya Raman, DDS</c>.</summary>
    private static bool IsDegree(string part) => !part.Any(char.IsLower);

    private static int Hue(string name) => name.Aggregate(0, (sum, letter) => (sum * 31 + letter) & 0xffff) % Hues;
}
