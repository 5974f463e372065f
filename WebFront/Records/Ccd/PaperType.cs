using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// The sizes and weights that a paper is set in. A file holds the whole font: of the letters that it uses, PDFsharp would
/// take along the parts, but not the parts of the parts, and letters with two marks, as in Vietnamese names, would lose them.
/// </summary>
internal static class PaperType
{
    public static XFont Title { get; } = Font(16, XFontStyleEx.Bold);

    public static XFont Heading { get; } = Font(12, XFontStyleEx.Bold);

    public static XFont Bold { get; } = Font(9, XFontStyleEx.Bold);

    public static XFont Plain { get; } = Font(9, XFontStyleEx.Regular);

    private static XFont Font(double size, XFontStyleEx style)
    {
        PaperFonts.Use();
        return new(PaperFonts.Family, size, style, new XPdfFontOptions(PdfFontEncoding.Unicode, PdfFontEmbedding.EmbedCompleteFontFile));
    }
}
