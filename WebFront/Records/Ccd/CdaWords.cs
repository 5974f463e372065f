using System.Globalization;
using System.Xml.Linq;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Times of a document in words.</summary>
internal static class CdaWords
{
    private static readonly CultureInfo _english = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The day of a point in time, as precise as it is told; empty when it is not.</summary>
    public static string Day(XElement? time)
    {
        var digits = string.Concat(((string?)time?.Attribute("value") ?? "").TakeWhile(char.IsAsciiDigit));
        return digits.Length switch
        {
            >= 8 when TryDay(digits[..8], "yyyyMMdd", out var day) => day.ToString("MMMM d, yyyy", _english),
            6 or 7 when TryDay(digits[..6] + "01", "yyyyMMdd", out var month) => month.ToString("MMMM yyyy", _english),
            4 or 5 => digits[..4],
            _ => "",
        };
    }

    /// <summary>A person's name in the order in which it is told.</summary>
    public static string Name(XElement? name) => name is null ? "" : name.HasElements
        ? string.Join(' ', name.Elements().Where(IsPartOfName).Select(part => Plain(part.Value)).Where(part => part.Length > 0))
        : Plain(name.Value);

    private static bool IsPartOfName(XElement part) => part.Name.LocalName is "prefix" or "given" or "family" or "suffix";

    /// <summary>Words with one space between them, however the XML is laid out.</summary>
    public static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool TryDay(string text, string format, out DateOnly day) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
