namespace Portal.WebFront.Records.Ccd;

/// <summary>A document on paper: whose it is, then its sections in their order.</summary>
internal static class CcdPdf
{
    private const double FactNames = 96;

    /// <summary>A section does not begin where there is no room for some lines of it.</summary>
    private const double Beginning = 84;

    public static byte[] Of(CcdView view)
    {
        var patient = string.Join(" · ", view.Facts.Where(fact => fact.Name is "Patient" or "Born").Select(fact => fact.Value));
        var made = string.Join(" · ", view.Facts.Where(fact => fact.Name is "Kept by" or "Made").Select(fact => fact.Value));
        using var pages = new PaperPages(view.Title, patient, made);
        pages.Lines(view.Title, PaperType.Title);
        pages.Gap(1);
        foreach (var (name, value) in view.Facts)
            pages.Row([name, value], [FactNames, PaperPages.Width - FactNames], PaperType.Plain);
        foreach (var section in view.Sections)
            Section(pages, section);
        if (pages.LacksLetters)
        {
            pages.Gap(2);
            pages.Lines("Some words are in letters that this print cannot show rightly. The portal's page and the package for another office show them.", PaperType.Bold);
        }

        return pages.Bytes();
    }

    private static void Section(PaperPages pages, CcdViewSection section)
    {
        pages.Gap(2);
        pages.Room(Beginning);
        pages.Lines(section.Title, PaperType.Heading);
        pages.Gap(0.5);
        foreach (var block in section.Blocks)
        {
            if (block is NarrativeTable table)
                pages.Table(table);
            else if (block is NarrativeParagraph paragraph)
                pages.Lines(paragraph.Text, PaperType.Plain);
        }
    }
}
