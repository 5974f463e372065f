using System.Collections.Immutable;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Webmail;

namespace Portal.Rules.Tests.Webmail;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData(WebmailLimits.Subject, true)]
    [InlineData(WebmailLimits.Subject + 1, false)]
    public void A_subject_has_120_characters_at_most(int length, bool fits) =>
        Assert.Equal(fits, MessageText.CheckSubject(new string('a', length)).IsEmpty);

    [Theory]
    [InlineData(WebmailLimits.Body, true)]
    [InlineData(WebmailLimits.Body + 1, false)]
    public void A_message_has_20_000_characters_at_most(int length, bool fits) =>
        Assert.Equal(fits, MessageText.CheckBody(new string('a', length)).IsEmpty);

    [Fact]
    public void A_line_end_counts_once_however_a_browser_sends_it()
    {
        var lines = string.Concat(Enumerable.Repeat("aaa\r\n", (WebmailLimits.Body / 4) - 1));

        Assert.Empty(MessageText.CheckBody($"  {lines}bbbb  "));
        var problem = Assert.Single(MessageText.CheckBody($"{lines}bbbbbbb"));
        Assert.Contains("3 characters too long", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "webmail.missing")]
    [InlineData(" \n\t ", "webmail.missing")]
    [InlineData("a\0b", "webmail.bad_character")]
    [InlineData("a\u0007b", "webmail.bad_character")]
    public void What_is_empty_or_cannot_be_stored_is_refused(string body, string code) =>
        Assert.Equal(code, Assert.Single(MessageText.CheckBody(body)).Code);

    [Fact]
    public void Line_ends_tabs_and_every_script_are_welcome() =>
        Assert.Empty(MessageText.CheckBody("Zeile\r\n\tनमस्ते 🦷 ¿sí?"));

    [Fact]
    public void Only_the_practice_sends_files()
    {
        Assert.Equal("webmail.no_upload", Assert.Single(MessageText.CheckAttachments(Files(1, 10), byStaff: false)).Code);
        Assert.Empty(MessageText.CheckAttachments(Files(1, 10), byStaff: true));
    }

    [Theory]
    [InlineData(WebmailLimits.Attachments, 1, true)]
    [InlineData(WebmailLimits.Attachments + 1, 1, false)]
    [InlineData(1, WebmailLimits.AttachmentBytes, true)]
    [InlineData(1, WebmailLimits.AttachmentBytes + 1, false)]
    [InlineData(1, 0, false)]
    public void Ten_files_of_25_MB_each_at_most(int count, long size, bool fits) =>
        Assert.Equal(fits, MessageText.CheckAttachments(Files(count, size), byStaff: true).IsEmpty);

    [Fact]
    public void A_snippet_is_one_line_and_never_half_a_character()
    {
        var snippet = MessageText.Snippet(new string('a', 139) + "🦷 and more");

        Assert.Equal(new string('a', 139) + "…", snippet);
        Assert.Equal("two lines", MessageText.Snippet("two\n\n  lines "));
    }

    private static ImmutableArray<Attachment> Files(int count, long size) =>
        [.. Enumerable.Range(0, count).Select(number => new Attachment($"f{number}", "a.pdf", "application/pdf", size, ""))];
}
