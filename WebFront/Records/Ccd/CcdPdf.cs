using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A document on paper: letter pages with the patient's name and the page's number on each.</summary>
internal sealed class CcdPdf : IDisposable
{
    private const double Margin = 54;
    private const double Gap = 6;
    private const double PageWidth = 612;
    private const double PageHeight = 792;
    private const double Width = PageWidth - (2 * Margin);
    private const double Bottom = PageHeight - Margin;
    private static readonly XFont _title = Font(16, XFontStyleEx.Bold);
    private static readonly XFont _heading = Font(12, XFontStyleEx.Bold);
    private static readonly XFont _bold = Font(9, XFontStyleEx.Bold);
    private static readonly XFont _plain = Font(9, XFontStyleEx.Regular);
    private static readonly XPen _line = new(XColors.Gray, 0.5);

    private readonly PdfDocument _document = new();
    private readonly string _foot;
    private XGraphics _graphics = null!;
    private double _y;

    private CcdPdf(CcdView view)
    {
        _document.Info.Title = view.Title;
        _foot = string.Join(" · ", view.Facts.Where(fact => fact.Name is "Patient" or "Born").Select(fact => fact.Value));
        NextPage();
    }

    public static byte[] Of(CcdView view)
    {
        using var pdf = new CcdPdf(view);
        pdf.Lines(view.Title, _title, 0, Width);
        pdf._y += Gap;
        foreach (var (name, value) in view.Facts)
            pdf.Row([name, value], [90, Width - 90], _plain, ruled: false);
        foreach (var section in view.Sections)
            pdf.Section(section);
        return pdf.Bytes();
    }

    public void Dispose()
    {
        _graphics.Dispose();
        _document.Dispose();
    }

    private void Section(CcdViewSection section)
    {
        _y += 2 * Gap;
        Room(60);
        Lines(section.Title, _heading, 0, Width);
        _y += Gap / 2;
        foreach (var block in section.Blocks)
        {
            if (block is NarrativeTable table)
                Table(table);
            else if (block is NarrativeParagraph paragraph)
                Lines(paragraph.Text, _plain, 0, Width);
        }
    }

    private void Table(NarrativeTable table)
    {
        var columns = Math.Max(table.Head.Length, table.Rows.Select(row => row.Length).DefaultIfEmpty(0).Max());
        if (columns == 0)
            return;
        // The first column says what it is about, and is the longest in most tables.
        var first = columns == 1 ? Width : Width * 0.4;
        var widths = Enumerable.Range(0, columns).Select(column => column == 0 ? first : (Width - first) / (columns - 1)).ToArray();
        if (table.Head.Length > 0)
            Row([.. table.Head], widths, _bold, ruled: true);
        foreach (var row in table.Rows)
            Row([.. row], widths, _plain, ruled: true);
    }

    private void Row(string[] cells, double[] widths, XFont font, bool ruled)
    {
        var wrapped = cells.Select((cell, column) => Wrap(cell, font, widths[Math.Min(column, widths.Length - 1)] - Gap)).ToList();
        var most = wrapped.Select(lines => lines.Count).DefaultIfEmpty(1).Max();
        // A row that is longer than a page goes on, line by line.
        for (var line = 0; line < most; line++)
        {
            if (line == 0)
                Room(Math.Min(most, 8) * font.GetHeight());
            else
                Room(font.GetHeight());
            var x = Margin;
            for (var column = 0; column < wrapped.Count; column++)
            {
                if (line < wrapped[column].Count)
                    _graphics.DrawString(wrapped[column][line], font, XBrushes.Black, x, _y + font.GetHeight() * 0.8);
                x += widths[Math.Min(column, widths.Length - 1)];
            }

            _y += font.GetHeight();
        }

        _y += 3;
        if (ruled)
            _graphics.DrawLine(_line, Margin, _y - 1, Margin + Width, _y - 1);
    }

    private void Lines(string text, XFont font, double indent, double width)
    {
        foreach (var line in Wrap(text, font, width))
        {
            Room(font.GetHeight());
            _graphics.DrawString(line, font, XBrushes.Black, Margin + indent, _y + font.GetHeight() * 0.8);
            _y += font.GetHeight();
        }
    }

    private List<string> Wrap(string text, XFont font, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, font, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || _graphics.MeasureString(longer, font).Width <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = word;
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>A word that is wider than its column is cut.</summary>
    private IEnumerable<string> Pieces(string word, XFont font, double width)
    {
        var rest = word;
        while (rest.Length > 1 && _graphics.MeasureString(rest, font).Width > width)
        {
            var length = rest.Length - 1;
            while (length > 1 && _graphics.MeasureString(rest[..length], font).Width > width)
                length--;
            yield return rest[..length];
            rest = rest[length..];
        }

        yield return rest;
    }

    private void Room(double height)
    {
        if (_y + height > Bottom)
            NextPage();
    }

    private void NextPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Width = XUnitPt.FromPoint(PageWidth);
        page.Height = XUnitPt.FromPoint(PageHeight);
        _graphics = XGraphics.FromPdfPage(page);
        _y = Margin;
        var number = $"Page {_document.PageCount.ToString(CultureInfo.InvariantCulture)}";
        _graphics.DrawString(_foot, _plain, XBrushes.Gray, Margin, Bottom + 24);
        _graphics.DrawString(number, _plain, XBrushes.Gray, Margin + Width - _graphics.MeasureString(number, _plain).Width, Bottom + 24);
    }

    private byte[] Bytes()
    {
        _graphics.Dispose();
        using var bytes = new MemoryStream();
        _document.Save(bytes);
        return bytes.ToArray();
    }

    private static XFont Font(double size, XFontStyleEx style)
    {
        PaperFonts.Use();
        return new(PaperFonts.Family, size, style, new XPdfFontOptions(PdfFontEncoding.Unicode));
    }
}
