using System.IO.Compression;
using System.Text;
using Portal.WebFront.Documents;

namespace Portal.WebFront.Tests.Documents;

public sealed class FileContentTests
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public static TheoryData<byte[], string, string?> Files => new()
    {
        { "%PDF-1.7 …"u8.ToArray(), "plan.pdf", "application/pdf" },
        { [0xFF, 0xD8, 0xFF, 0xE0], "tooth.JPG", "image/jpeg" },
        { [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "tooth.png", "image/png" },
        { "Brush twice a day. ¡Gracias!"u8.ToArray(), "notes.txt", "text/plain" },
        { "<html><script>alert(1)</script>"u8.ToArray(), "plan.pdf", null },
        { "<html><script>alert(1)</script>"u8.ToArray(), "page.html", null },
        { "%PDF-1.7 …"u8.ToArray(), "plan.exe", null },
        { "%PDF-1.7 …"u8.ToArray(), "tooth.png", null },
        { "MZ\u0090"u8.ToArray(), "setup.exe", null },
        { [0x50, 0x4B, 0x03, 0x04, 0x00], "letter.docx", null },
        { Encoding.ASCII.GetBytes("PK\u0003\u0004 [Content_Types].xml word/document.xml"), "letter.docx", null },
        { [0x41, 0x00, 0x42], "notes.txt", null },
        { [0x41, 0xFF, 0xFE, 0x42], "notes.txt", null },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task A_file_is_what_its_content_says_and_its_name_must_agree(byte[] content, string name, string? type) =>
        Assert.Equal(type, await TypeOf(content, name));

    [Fact]
    public async Task A_text_may_be_cut_inside_of_a_character()
    {
        var text = Encoding.UTF8.GetBytes("Grüße ü");

        Assert.Equal("text/plain", await TypeOf(text[..^1], "notes.txt"));
    }

    public static TheoryData<string, string, string[], string?> Packed => new()
    {
        { "letter.docx", Word, ["word/document.xml"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "costs.xlsx", Excel, ["xl/workbook.xml"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "letter.docx", Excel, ["xl/workbook.xml"], null },
        { "costs.xlsx", Word, ["word/document.xml"], null },
        { "letter.docx", Word, ["setup.exe"], null },
        { "letter.docx", Excel, ["word/document.xml"], null },
        { "letter.docx", Word, ["word/document.xml", "word/vbaProject.bin"], null },
        { "costs.xlsx", Excel, ["xl/workbook.xml", "xl/VBAPROJECT.BIN"], null },
        { "letter.docx", Word + " application/vnd.ms-office.vbaProject", ["word/document.xml", "word/other.bin"], null },
        { "letter.docx", "application/vnd.ms-word.document.macroEnabled.main+xml", ["word/document.xml"], null },
        { "letter.zip", Word, ["word/document.xml"], null },
    };

    [Theory, MemberData(nameof(Packed))]
    public async Task A_packed_file_holds_the_document_that_it_names_and_no_macro(string name, string contents, string[] parts, string? type)
    {
        Assert.Equal(type, await TypeOf(Pack(contents, parts), name));
    }

    [Fact]
    public async Task A_packed_file_has_as_many_parts_as_a_letter_may_have_and_no_more()
    {
        string[] parts = ["word/document.xml", .. Enumerable.Range(0, 4_997).Select(number => $"word/media/{number}.png")];

        Assert.NotNull(await TypeOf(Pack(Word, parts), "letter.docx"));
        Assert.Null(await TypeOf(Pack(Word, [.. parts, "word/media/last.png"]), "letter.docx"));
    }

    [Fact]
    public async Task The_directory_of_a_packed_file_is_no_larger_than_a_letter_needs()
    {
        var longNamed = Enumerable.Range(0, 4_000).Select(number => $"word/media/{number}{new string('x', 250)}.png");

        Assert.Null(await TypeOf(Pack(Word, ["word/document.xml", .. longNamed]), "letter.docx"));
    }

    [Fact]
    public async Task A_list_of_contents_that_swells_up_is_not_read_on()
    {
        var swollen = Pack(Word + new string(' ', 2 * 1024 * 1024), ["word/document.xml"]);

        Assert.Null(await TypeOf(swollen, "letter.docx"));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\temp\tooth.png", "tooth.png")]
    [InlineData("a<b>:c?.pdf", "abc.pdf")]
    [InlineData("evil\u202Efdp.exe", "evilfdp.exe")]
    [InlineData("...", "file")]
    public void A_name_keeps_nothing_that_could_mislead(string name, string safe) => Assert.Equal(safe, FileContent.SafeName(name));

    private static async Task<string?> TypeOf(byte[] content, string name)
    {
        using var file = new MemoryStream(content);
        return await FileContent.TypeOf(file, name, CancellationToken.None);
    }

    private static byte[] Pack(string contents, string[] parts)
    {
        using var file = new MemoryStream();
        using (var packed = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Enough before it that the first bytes tell nothing.
            Add(packed, "docProps/app.xml", new string('x', 10_000));
            foreach (var part in parts)
                Add(packed, part, "<part/>");
            Add(packed, "[Content_Types].xml", $"<Types><Override ContentType=\"{contents}\"/></Types>");
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive packed, string name, string text)
    {
        using var content = packed.CreateEntry(name).Open();
        content.Write(Encoding.UTF8.GetBytes(text));
    }
}
