using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Letter pages, filled from top to bottom; each names whose paper it is and which page of how many.</summary>
internal sealed class PaperPages : IDisposable
{
    public const double Width = PageWidth - (2 * Margin);
    private const double Margin = 54;
    private const double Top = Margin + 18;
    private const double Space = 6;
    private const double PageWidth = 612;
    private const double PageHeight = 792;
    private const double Bottom = PageHeight - Margin;

    /// <summary>So many lines of a row stay together.</summary>
    private const int Together = 8;

    private static readonly XPen _line = new(XColors.Gray, 0.5);

    private readonly PdfDocument _document = new();
    private readonly PaperLines _lines = new();
    private readonly string _head;
    private readonly string _foot;
    private XGraphics _graphics = null!;
    private double _y;
    private Action? _repeated;

    public PaperPages(string title, string head, string foot)
    {
        _document.Info.Title = title;
        _document.Language = "en-US";
        _document.ViewerPreferences.DisplayDocTitle = true;
        _document.RenderEvents.RenderTextEvent += (_, text) =>
            LacksLetters |= text.CodePointGlyphIndexPairs.Any(letter => letter.GlyphIndex == 0 || PaperFonts.IsJoined(letter.CodePoint));
        (_head, _foot) = (head, foot);
        NextPage();
    }

    /// <summary>Whether something was written that the font has no letters for.</summary>
    public bool LacksLetters { get; private set; }

    public void Dispose()
    {
        _graphics.Dispose();
        _document.Dispose();
    }

    public void Gap(double times) => _y += times * Space;

    public void Room(double height)
    {
        if (_y + height > Bottom)
            NextPage();
    }

    public void Lines(string text, XFont font)
    {
        foreach (var line in _lines.Of(text, font, Width))
        {
            Room(font.GetHeight());
            Write(line, font, XBrushes.Black, Margin, _y);
            _y += font.GetHeight();
        }
    }

    /// <summary>A table; its head stands above it on every page.</summary>
    public void Table(NarrativeTable table)
    {
        var widths = _lines.Widths(table, Width, Space);
        if (widths.Length == 0)
            return;
        if (!table.Head.IsEmpty)
        {
            Ruled([.. table.Head], widths, PaperType.Bold);
            _repeated = () => Ruled([.. table.Head], widths, PaperType.Bold);
        }

        foreach (var row in table.Rows)
            Ruled([.. row], widths, PaperType.Plain);
        _repeated = null;
    }

    public void Row(string[] cells, double[] widths, XFont font)
    {
        var wrapped = cells.Select((cell, column) => _lines.Of(cell, font, widths[Math.Min(column, widths.Length - 1)] - Space)).ToList();
        var most = wrapped.Select(lines => lines.Count).DefaultIfEmpty(1).Max();
        Room(Math.Min(most, Together) * font.GetHeight());
        for (var line = 0; line < most; line++)
        {
            Room(font.GetHeight());
            var x = Margin;
            for (var column = 0; column < wrapped.Count; column++)
            {
                if (line < wrapped[column].Count)
                    Write(wrapped[column][line], font, XBrushes.Black, x, _y);
                x += widths[Math.Min(column, widths.Length - 1)];
            }

            _y += font.GetHeight();
        }

        _y += Space / 2;
    }

    public byte[] Bytes()
    {
        _graphics.Dispose();
        for (var number = 1; number <= _document.PageCount; number++)
        {
            _graphics = XGraphics.FromPdfPage(_document.Pages[number - 1]);
            var page = string.Create(CultureInfo.InvariantCulture, $"Page {number} of {_document.PageCount}");
            Write(_head, PaperType.Plain, XBrushes.DimGray, Margin, Margin - 12);
            Write(_foot, PaperType.Plain, XBrushes.DimGray, Margin, Bottom + 10);
            Write(page, PaperType.Plain, XBrushes.DimGray, Margin + Width - _lines.WidthOf(page, PaperType.Plain), Bottom + 10);
            _graphics.Dispose();
        }

        using var bytes = new MemoryStream();
        _document.Save(bytes);
        return bytes.ToArray();
    }

    private void Ruled(string[] cells, double[] widths, XFont font)
    {
        Row(cells, widths, font);
        _graphics.DrawLine(_line, Margin, _y - 1, Margin + Width, _y - 1);
        _y += 1;
    }

    private void Write(string text, XFont font, XBrush brush, double x, double y) =>
        _graphics.DrawString(text, font, brush, x, y + (font.GetHeight() * 0.8));

    private void NextPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Width = XUnitPt.FromPoint(PageWidth);
        page.Height = XUnitPt.FromPoint(PageHeight);
        _graphics = XGraphics.FromPdfPage(page);
        _y = Top;
        _repeated?.Invoke();
    }
}
