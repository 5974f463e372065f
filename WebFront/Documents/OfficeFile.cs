using System.IO.Compression;
using System.Text;

namespace Portal.WebFront.Documents;

/// <summary>
/// Looks into a file that is packed like one of Word or Excel: its own list of contents must name the document, and
/// nowhere a macro.
/// </summary>
public static class OfficeFile
{
    private const string ContentTypes = "[Content_Types].xml";
    private const int LargestList = 1024 * 1024;

    private static readonly (string Ending, string Part, string Main, string Type)[] _kinds =
    [
        (".docx", "word/document.xml", "wordprocessingml.document.main+xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "xl/workbook.xml", "spreadsheetml.sheet.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];

    /// <summary>The media type, or none when the file is not what its ending says.</summary>
    public static async Task<string?> TypeOf(Stream file, string ending, CancellationToken cancellation)
    {
        var kind = _kinds.FirstOrDefault(kind => kind.Ending == ending);
        if (kind.Type is null)
            return null;
        try
        {
            await using var packed = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancellation);
            var holds = packed.GetEntry(kind.Part) is not null
                && !packed.Entries.Any(entry => entry.Name.Contains("vbaProject", StringComparison.OrdinalIgnoreCase));
            return holds && await ListOf(packed, cancellation) is { } list
                && list.Contains(kind.Main, StringComparison.Ordinal)
                && !list.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
                && !list.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) ? kind.Type : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Read up to a limit, whatever length the file states for it.</summary>
    private static async Task<string?> ListOf(ZipArchive packed, CancellationToken cancellation)
    {
        if (packed.GetEntry(ContentTypes) is not { Length: < LargestList } entry)
            return null;
        await using var content = await entry.OpenAsync(cancellation);
        var bytes = new byte[LargestList];
        var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read < LargestList ? Encoding.UTF8.GetString(bytes, 0, read) : null;
    }
}
