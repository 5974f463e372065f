using System.Xml;
using System.Xml.Linq;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// Reads XML that somebody else wrote: no document type, so no entities and nothing fetched; bounded in size and in
/// depth, so that whoever walks through it may do so by recursion.
/// </summary>
public static class SafeXml
{
    public const int LargestDocument = 5 * 1024 * 1024;
    private const int Deepest = 80;

    /// <summary>The document, or none when it is no well-formed XML within the bounds.</summary>
    public static XDocument? Read(byte[] bytes) => bytes.Length > LargestDocument ? null : ReadWhole(bytes);

    /// <summary>The same for what the portal itself keeps: as large as the record makes it.</summary>
    public static XDocument? ReadWhole(byte[] bytes)
    {
        try
        {
            return IsShallow(bytes) ? Load(bytes) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XDocument Load(byte[] bytes)
    {
        using var reader = Reader(bytes);
        return XDocument.Load(reader);
    }

    private static bool IsShallow(byte[] bytes)
    {
        using var reader = Reader(bytes);
        while (reader.Read())
        {
            if (reader.Depth > Deepest)
                return false;
        }

        return true;
    }

    private static XmlReader Reader(byte[] bytes) => XmlReader.Create(new MemoryStream(bytes, writable: false), new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
    });
}
