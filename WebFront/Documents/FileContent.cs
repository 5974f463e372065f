using System.Text;

namespace Portal.WebFront.Documents;

/// <summary>
/// Finds out what a file is from its content. The name and what the browser says of it are never trusted; a file
/// that is none of these is refused.
/// </summary>
public static class FileContent
{
    /// <summary>For people: what can be attached.</summary>
    public const string Accepted = "PDF, JPEG, PNG, GIF, WebP, HEIC and TIFF images, text, Word and Excel (docx, xlsx)";

    private const int HeadLength = 4096;

    private static readonly Dictionary<string, string> _words = new(StringComparer.Ordinal)
    {
        [".pdf"] = "PDF",
        [".jpg"] = "JPEG image",
        [".jpeg"] = "JPEG image",
        [".png"] = "PNG image",
        [".gif"] = "GIF image",
        [".webp"] = "WebP image",
        [".heic"] = "HEIC image",
        [".heif"] = "HEIC image",
        [".tif"] = "TIFF image",
        [".tiff"] = "TIFF image",
        [".txt"] = "plain text",
        [".docx"] = "Word document without macros",
        [".xlsx"] = "Excel workbook without macros",
    };

    private static readonly (byte[] Magic, int At, string Type, string[] Endings)[] _kinds =
    [
        ("%PDF-"u8.ToArray(), 0, "application/pdf", [".pdf"]),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg", [".jpg", ".jpeg"]),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png", [".png"]),
        ("GIF87a"u8.ToArray(), 0, "image/gif", [".gif"]),
        ("GIF89a"u8.ToArray(), 0, "image/gif", [".gif"]),
        ("WEBP"u8.ToArray(), 8, "image/webp", [".webp"]),
        ("ftypheic"u8.ToArray(), 4, "image/heic", [".heic"]),
        ("ftypmif1"u8.ToArray(), 4, "image/heic", [".heic", ".heif"]),
        ([0x49, 0x49, 0x2A, 0x00], 0, "image/tiff", [".tif", ".tiff"]),
        ([0x4D, 0x4D, 0x00, 0x2A], 0, "image/tiff", [".tif", ".tiff"]),
    ];

    /// <summary>The media type, or none when the file may not be attached or its name says something else.</summary>
    /// <param name="file">Can be read more than once.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<string?> TypeOf(Stream file, string name, CancellationToken cancellation)
    {
        var head = new byte[HeadLength];
        file.Position = 0;
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        return head.AsSpan(0, read).StartsWith("PK\u0003\u0004"u8)
            ? await OfficeFile.TypeOf(file, EndingOf(name), cancellation)
            : TypeOf(head.AsSpan(0, read), EndingOf(name));
    }

    /// <summary>For people: what the name says that the file is; none when such files are not taken.</summary>
    public static string? KindOf(string name) => _words.GetValueOrDefault(EndingOf(name));

    private static string? TypeOf(ReadOnlySpan<byte> head, string ending)
    {
        foreach (var (magic, at, type, endings) in _kinds)
        {
            if (head.Length >= at + magic.Length && head.Slice(at, magic.Length).SequenceEqual(magic))
                return endings.Contains(ending) ? type : null;
        }

        return ending == ".txt" && IsText(head) ? "text/plain" : null;
    }

    /// <summary>A name to show and to save under: its last part, without what could mislead.</summary>
    public static string SafeName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var kept = new string([.. last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('"' or '<' or '>' or '|' or ':' or '*' or '?' or '\u202E'))]);
        kept = kept.Trim(' ', '.');
        return kept.Length switch
        {
            0 => "file",
            > 100 => string.Concat(kept.AsSpan(0, 90), Path.GetExtension(kept)),
            _ => kept,
        };
    }

    private static string EndingOf(string name) => Path.GetExtension(name).ToLowerInvariant();

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.IndexOf((byte)0) >= 0)
            return false;
        // The head may end inside a character; up to three bytes of it are left out.
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: false).GetDecoder();
        decoder.Fallback = DecoderFallback.ExceptionFallback;
        try
        {
            decoder.GetCharCount(head, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
