using System.IO.Compression;
using System.Text;

namespace Portal.WebFront.Records.Ccd;

/// <summary>What a person takes along: the document for other systems, and the same to read in any browser.</summary>
public static class CcdPackage
{
    public const string MediaType = "application/zip";
    public const string DocumentName = "CCD.xml";
    private const string Stylesheet = "ccd.xsl";

    public static byte[] Of(KeptCcd ccd, CcdView view)
    {
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(package, DocumentName, WithStylesheet(ccd.Xml), ccd.Edition.At);
            Add(package, Stylesheet, Resource(Stylesheet), ccd.Edition.At);
            Add(package, "health-summary.html", CcdHtml.Of(view), ccd.Edition.At);
        }

        return bytes.ToArray();
    }

    /// <summary>The name under which it is saved; it tells nothing of whose it is.</summary>
    public static string NameOf(CcdEdition edition, string ending) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"health-summary-{edition.At:yyyy-MM-dd}.{ending}");

    /// <summary>Only here the document points at its stylesheet: elsewhere there is none beside it.</summary>
    private static byte[] WithStylesheet(byte[] xml)
    {
        var text = Encoding.UTF8.GetString(xml);
        var end = text.IndexOf("?>", StringComparison.Ordinal) + 2;
        return Encoding.UTF8.GetBytes($"{text[..end]}\n<?xml-stylesheet type=\"text/xsl\" href=\"{Stylesheet}\"?>\n{text[end..]}");
    }

    private static void Add(ZipArchive package, string name, byte[] content, DateTimeOffset at)
    {
        var entry = package.CreateEntry(name);
        entry.LastWriteTime = at;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(CcdPackage).Assembly.GetManifestResourceStream($"ccd/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
