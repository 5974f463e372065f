using System.Text.Json.Nodes;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>The document on paper. How it looks is for eyes; here is what must be in the file for it to look right.</summary>
public sealed class CcdPdfTests
{
    private const int WholeFont = 600_000;

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

    private static RecordSnapshot Named(string family)
    {
        var record = CcdSamples.Empty("nobody");
        record.Patient["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray("Minh") });
        return record;
    }

    private static async Task<PdfDocument> Pdf(RecordSnapshot record)
    {
        var edition = CcdSamples.Edition(record.PatientId);
        var file = await new CcdFiles(null!, TimeProvider.System).Of("pdf", new(edition, CcdDocument.Of(record, edition)), null!);
        return PdfReader.Open(new MemoryStream(file!.Content), PdfDocumentOpenMode.Import);
    }
}
