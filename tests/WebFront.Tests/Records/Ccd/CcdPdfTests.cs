using System.Text.Json.Nodes;
using System.Xml.Linq;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>The document on paper. How it looks is for eyes; here is what must be in the file for it to look right.</summary>
public sealed class CcdPdfTests
{
    private const int WholeFont = 600_000;
    private const int LongestWord = 40;
    private static readonly XNamespace _cda = "urn:hl7-org:v3";

    [Fact]
    public async Task The_fonts_are_whole_because_letters_with_two_marks_would_lose_them()
    {
        using var pdf = await Pdf(Named("Nguy\u1ec5n"));

        Assert.Equal(2, pdf.Internals.GetAllObjects().OfType<PdfDictionary>().Count(one => one.Elements.GetInteger("/Length1") > WholeFont));
    }

    [Fact]
    public async Task A_long_record_has_numbered_pages_and_names_its_language_and_title()
    {
        using var pdf = await Pdf(CcdSamples.UsCore());

        Assert.InRange(pdf.PageCount, 4, 12);
        Assert.Equal(("Health summary of Birch Dental", "en-US"), (pdf.Info.Title, pdf.Language));
    }

    [Fact]
    public async Task One_row_longer_than_pages_and_one_word_longer_than_a_line_end()
    {
        var record = CcdSamples.Empty("nobody");
        var words = string.Join('\n', Enumerable.Repeat("a line of a note", 400)) + new string('x', 3000);
        var note = new JsonObject
        {
            ["resourceType"] = "DocumentReference",
            ["id"] = "n",
            ["status"] = "current",
            ["category"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "clinical-note" }) }),
            ["content"] = new JsonArray(new JsonObject
            {
                ["attachment"] = new JsonObject { ["contentType"] = "text/plain", ["data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(words)) },
            }),
        };

        using var pdf = await Pdf(RecordSnapshot.Of("nobody", record.Resources.Add(note), record.Practice));

        Assert.InRange(pdf.PageCount, 5, 9);
    }

    [Fact]
    public async Task Every_word_of_every_section_stands_on_the_paper()
    {
        var record = CcdSamples.UsCore();
        var sections = XDocument.Load(new MemoryStream(CcdDocument.Of(record, CcdSamples.Edition(record.PatientId)))).Descendants(_cda + "section").ToList();

        var paper = WordsOf(await File(record));

        Assert.True(sections.Count > 10);
        var words = sections.SelectMany(Words).ToList();
        var missing = words.Where(word => word.Length <= LongestWord).GroupBy(word => word)
            .Where(told => paper.GetValueOrDefault(told.Key) < told.Count())
            .Select(told => $"{told.Key}: {told.Count()} times in the document, {paper.GetValueOrDefault(told.Key)} times on the paper");
        Assert.Empty(missing);
        // What does not fit in a column goes on in the next line.
        Assert.All(words.Where(word => word.Length > LongestWord), word => Assert.Contains(paper.Keys, part => part.Length > 8 && word.StartsWith(part, StringComparison.Ordinal)));
        Assert.All(["Amy", "Shaw"], name => Assert.True(paper.ContainsKey(name), name));
    }

    /// <summary>Of the title and the words for people.</summary>
    private static IEnumerable<string> Words(XElement section) => section.Elements(_cda + "title").Concat(section.Elements(_cda + "text"))
        .SelectMany(part => part.DescendantNodes().OfType<XText>())
        .SelectMany(text => text.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, int> WordsOf(byte[] pdf)
    {
        using var paper = UglyToad.PdfPig.PdfDocument.Open(pdf);
        return paper.GetPages().SelectMany(page => page.GetWords()).GroupBy(word => word.Text).ToDictionary(word => word.Key, word => word.Count(), StringComparer.Ordinal);
    }

    private static RecordSnapshot Named(string family)
    {
        var record = CcdSamples.Empty("nobody");
        record.Patient["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray("Minh") });
        return record;
    }

    private static async Task<PdfDocument> Pdf(RecordSnapshot record) => PdfReader.Open(new MemoryStream(await File(record)), PdfDocumentOpenMode.Import);

    private static async Task<byte[]> File(RecordSnapshot record)
    {
        var edition = CcdSamples.Edition(record.PatientId);
        return (await new CcdFiles(null!, TimeProvider.System).Of("pdf", new(edition, CcdDocument.Of(record, edition)), null!))!.Content;
    }
}
