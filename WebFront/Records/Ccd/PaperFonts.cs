using PdfSharp.Fonts;

namespace Portal.WebFront.Records.Ccd;

/// <summary>The font of papers, which the build puts into the program: no machine need have one.</summary>
internal sealed class PaperFonts : IFontResolver
{
    public const string Family = "DejaVu Sans";
    private static readonly Lock _once = new();

    /// <summary>PDFsharp asks one resolver for all fonts of the process.</summary>
    public static void Use()
    {
        lock (_once)
            GlobalFontSettings.FontResolver ??= new PaperFonts();
    }

    /// <summary>Letters that are written from right to left or change with their neighbours; they are drawn one after the other.</summary>
    public static bool IsJoined(int codePoint) => codePoint is (>= 0x0590 and <= 0x08FF) or (>= 0x0900 and <= 0x0DFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);

    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) =>
        familyName == Family ? new(bold ? "DejaVuSans-Bold" : "DejaVuSans", mustSimulateBold: false, mustSimulateItalic: italic) : null;

    public byte[]? GetFont(string faceName)
    {
        using var stream = typeof(PaperFonts).Assembly.GetManifestResourceStream($"fonts/{faceName}.ttf");
        if (stream is null)
            return null;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
