using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Portal.WebFront.Records.Ccd;

/// <summary>The sizes and weights that a paper is set in.</summary>
internal sealed class PaperType
{
    private static readonly Lazy<PaperType> _parts = new(() => new(PdfFontEmbedding.TryComputeSubset));
    private static readonly Lazy<PaperType> _whole = new(() => new(PdfFontEmbedding.EmbedCompleteFontFile));

    private PaperType(PdfFontEmbedding embedding)
    {
        PaperFonts.Use();
        var options = new XPdfFontOptions(PdfFontEncoding.Unicode, embedding);
        Title = new(PaperFonts.Family, 16, XFontStyleEx.Bold, options);
        Heading = new(PaperFonts.Family, 12, XFontStyleEx.Bold, options);
        Bold = new(PaperFonts.Family, 9, XFontStyleEx.Bold, options);
        Plain = new(PaperFonts.Family, 9, XFontStyleEx.Regular, options);
    }

    public XFont Title { get; }

    public XFont Heading { get; }

    public XFont Bold { get; }

    public XFont Plain { get; }

    /// <summary>
    /// The file holds the letters that it uses. Where one bears two marks, as in Vietnamese, it holds the whole font: PDFsharp
    /// takes along the parts of a letter, but not the parts of its parts, and the marks would be missing in print.
    /// </summary>
    public static PaperType For(CcdView view) => view.Facts.Select(fact => fact.Value)
        .Concat(view.Sections.SelectMany(section => section.Blocks).SelectMany(Words))
        .Append(view.Title)
        .Any(HasTwoMarks) ? _whole.Value : _parts.Value;

    private static IEnumerable<string> Words(NarrativeBlock block) => block switch
    {
        NarrativeParagraph paragraph => [paragraph.Text],
        NarrativeTable table => table.Rows.Append(table.Head).SelectMany(row => row),
        _ => [],
    };

    private static bool HasTwoMarks(string text) =>
        text.EnumerateRunes().Any(letter => !letter.IsAscii && letter.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes().Count() > 2);
}
