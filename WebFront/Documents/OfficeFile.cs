using System.Buffers.Binary;
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

    /// <summary>Far beyond what a letter or a workbook has. Opening the file takes memory for each of its parts.</summary>
    private const int MostParts = 5_000;

    /// <summary>Bytes of the directory of the parts: their number is only what the file says of itself.</summary>
    private const int LargestDirectory = MostParts * 200;

    private const int EndRecord = 22;
    private const int PartsAt = 10;
    private const int DirectoryAt = 16;

    private static readonly (string Ending, string Part, string Main, string Type)[] _kinds =
    [
        (".docx", "word/document.xml", "wordprocessingml.document.main+xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "xl/workbook.xml", "spreadsheetml.sheet.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];

    /// <summary>The media type, or none when the file is not what its ending says.</summary>
    public static async Task<string?> TypeOf(Stream file, string ending, CancellationToken cancellation)
    {
        var kind = _kinds.FirstOrDefault(kind => kind.Ending == ending);
        if (kind.Type is null || !await HasFewParts(file, cancellation))
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

    /// <summary>Looks at the record at the end of the file, before anything is unpacked.</summary>
    private static async Task<bool> HasFewParts(Stream file, CancellationToken cancellation)
    {
        var tail = new byte[Math.Min(file.Length, EndRecord + ushort.MaxValue)];
        var tailAt = file.Length - tail.Length;
        file.Position = tailAt;
        await file.ReadExactlyAsync(tail, cancellation);
        file.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndRecord)
            return false;
        var parts = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + PartsAt));
        var directory = tailAt + end - BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + DirectoryAt));
        return parts <= MostParts && directory is >= 0 and <= LargestDirectory;
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
