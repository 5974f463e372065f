using System.Text;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>The body of a document that has no sections, as one section to be read.</summary>
internal static class PlainBody
{
    public static IEnumerable<XElement> Of(XElement document) => document
        .Elements(Space + "component").Elements(Space + "nonXMLBody").Elements(Space + "text")
        .Select(text => El("section", El("title", "Text"), El("text", Lines(text).Select(line => El("paragraph", line)))));

    private static IEnumerable<string> Lines(XElement text)
    {
        var type = (string?)text.Attribute("mediaType") ?? "text/plain";
        if (type is not "text/plain")
            return [$"The document is a file ({type}) that is not shown here."];
        return Content(text).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);
    }

    private static string Content(XElement text)
    {
        if ((string?)text.Attribute("representation") is not "B64")
            return text.Value;
        var bytes = new byte[text.Value.Length];
        return Convert.TryFromBase64String(text.Value, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
