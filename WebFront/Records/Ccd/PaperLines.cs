using PdfSharp.Drawing;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Breaks text into lines, and a table into columns that suit what stands in them.</summary>
internal sealed class PaperLines
{
    private readonly Dictionary<(string, XFont), double> _words = [];

    public double WidthOf(string text, XFont font)
    {
        if (_words.TryGetValue((text, font), out var known))
            return known;
        using var measure = XGraphics.CreateMeasureContext(new(PaperPages.Width, PaperPages.Width), XGraphicsUnit.Point, XPageDirection.Downwards);
        return _words[(text, font)] = measure.MeasureString(text, font).Width;
    }

    public List<string> Of(string text, XFont font, double width)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
            Wrap(lines, line, font, width);
        return lines;
    }

    /// <summary>
    /// Each column is as wide as its longest word; of what is left, each gets as much as its longest line needs, or a
    /// share by that.
    /// </summary>
    public double[] Widths(NarrativeTable table, double width, double space)
    {
        var columns = Math.Max(table.Head.Length, table.Rows.Select(row => row.Length).DefaultIfEmpty(0).Max());
        var (least, wished) = (new double[columns], new double[columns]);
        foreach (var (cells, font) in table.Rows.Select(row => (row, PaperType.Plain)).Append((table.Head, PaperType.Bold)))
        {
            for (var column = 0; column < cells.Length; column++)
            {
                foreach (var line in cells[column].Split('\n'))
                    wished[column] = Math.Max(wished[column], Math.Min(width, LineWidth(line, font) + space));
                foreach (var word in Words(cells[column]))
                    least[column] = Math.Max(least[column], Math.Min(width / columns, WidthOf(word, font) + space));
            }
        }

        var need = wished.Zip(least, (most, few) => Math.Max(0, most - few)).ToArray();
        var rest = width - least.Sum();
        return need.Sum() <= rest
            ? [.. least.Zip(need, (few, more) => few + more + ((rest - need.Sum()) / columns))]
            : [.. least.Zip(need, (few, more) => few + (rest * more / need.Sum()))];
    }

    /// <summary>By its words, each of which is measured once.</summary>
    private double LineWidth(string line, XFont font)
    {
        var words = Words(line).ToList();
        return words.Sum(word => WidthOf(word, font)) + (Math.Max(0, words.Count - 1) * WidthOf(" ", font));
    }

    private void Wrap(List<string> lines, string text, XFont font, double width)
    {
        var (line, used) = ("", 0.0);
        foreach (var word in Words(text).SelectMany(word => Pieces(word, font, width)))
        {
            var longer = used + WidthOf(" ", font) + WidthOf(word, font);
            if (line.Length > 0 && longer > width)
            {
                lines.Add(line);
                line = "";
            }

            (line, used) = line.Length == 0 ? (word, WidthOf(word, font)) : ($"{line} {word}", longer);
        }

        lines.Add(line);
    }

    /// <summary>A word that is wider than its column is cut.</summary>
    private IEnumerable<string> Pieces(string word, XFont font, double width)
    {
        var rest = word;
        while (WidthOf(word, font) > width && Fitting(rest, font, width) is var length && length < rest.Length)
        {
            yield return rest[..length];
            rest = rest[length..];
        }

        yield return rest;
    }

    /// <summary>How many letters fit, at least one: found by halves, and over no more than twice as many, however long the word is.</summary>
    private static int Fitting(string word, XFont font, double width)
    {
        var beyond = 1;
        while (beyond < word.Length && Fits(word[..beyond], font, width))
            beyond = Math.Min(2 * beyond, word.Length);
        if (beyond == word.Length && Fits(word, font, width))
            return word.Length;
        var fits = 1;
        while (beyond - fits > 1)
        {
            var middle = (fits + beyond) / 2;
            if (Fits(word[..middle], font, width))
                fits = middle;
            else
                beyond = middle;
        }

        // A letter of two halves stays whole.
        return fits < word.Length && char.IsLowSurrogate(word[fits]) ? fits is 1 ? 2 : fits - 1 : fits;
    }

    private static bool Fits(string text, XFont font, double width)
    {
        using var measure = XGraphics.CreateMeasureContext(new(PaperPages.Width, PaperPages.Width), XGraphicsUnit.Point, XPageDirection.Downwards);
        return measure.MeasureString(text, font).Width <= width;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
