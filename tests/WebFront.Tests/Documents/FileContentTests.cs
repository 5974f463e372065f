using System.Text;
using Portal.WebFront.Documents;

namespace Portal.WebFront.Tests.Documents;

public sealed class FileContentTests
{
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
        { Encoding.ASCII.GetBytes("PK\u0003\u0004 [Content_Types].xml"), "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { [0x41, 0x00, 0x42], "notes.txt", null },
        { [0x41, 0xFF, 0xFE, 0x42], "notes.txt", null },
    };

    [Theory, MemberData(nameof(Files))]
    public void A_file_is_what_its_content_says_and_its_name_must_agree(byte[] head, string name, string? type) =>
        Assert.Equal(type, FileContent.TypeOf(head, name));

    [Fact]
    public void A_text_may_be_cut_inside_of_a_character()
    {
        var text = Encoding.UTF8.GetBytes("Grüße ü");

        Assert.Equal("text/plain", FileContent.TypeOf(text.AsSpan(0, text.Length - 1), "notes.txt"));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\temp\tooth.png", "tooth.png")]
    [InlineData("a<b>:c?.pdf", "abc.pdf")]
    [InlineData("evil\u202Efdp.exe", "evilfdp.exe")]
    [InlineData("...", "file")]
    public void A_name_keeps_nothing_that_could_mislead(string name, string safe) => Assert.Equal(safe, FileContent.SafeName(name));
}
