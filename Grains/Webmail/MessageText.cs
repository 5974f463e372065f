using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>What a message may be made of.</summary>
public static class MessageText
{
    private const int SnippetLength = 140;

    public static ImmutableArray<Problem> CheckSubject(string subject) =>
        Check(subject, WebmailLimits.Subject, "Subject", "Enter a subject.", "subject");

    public static ImmutableArray<Problem> CheckBody(string body) =>
        Check(body, WebmailLimits.Body, "Body", "Write a message before you send it.", "message");

    public static ImmutableArray<Problem> CheckAttachments(ImmutableArray<Attachment> attachments, bool byStaff)
    {
        if (attachments.IsEmpty)
            return [];
        if (!byStaff)
            return [new("webmail.no_upload", "Files can only be sent by the practice. Bring them to your visit or call us.", "Files")];
        if (attachments.Length > WebmailLimits.Attachments)
            return [new("webmail.too_many_files", $"A message takes up to {WebmailLimits.Attachments} files. Send the rest in another message.", "Files")];
        if (attachments.Any(file => file.Size is <= 0 or > WebmailLimits.AttachmentBytes))
            return [new("webmail.file_size", "A file must not be empty and not be larger than 25 MB.", "Files")];
        return [];
    }

    /// <summary>Line ends of all systems become one, outer white space goes.</summary>
    public static string Tidy(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <summary>The first words on one line; never half a character.</summary>
    public static string Snippet(string body)
    {
        var line = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= SnippetLength)
            return line;
        var end = char.IsHighSurrogate(line[SnippetLength - 1]) ? SnippetLength - 1 : SnippetLength;
        return line[..end] + "…";
    }

    private static ImmutableArray<Problem> Check(string text, int limit, string field, string missing, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [new("webmail.missing", missing, field)];

        // Counted as it is stored: browsers send two characters for each line end.
        var length = Tidy(text).Length;
        if (length > limit)
            return [new("webmail.too_long", $"The {name} is {length - limit} characters too long; {limit} are allowed.", field)];
        if (text.Any(c => c == '\0' || (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))))
            return [new("webmail.bad_character", $"The {name} has a character that cannot be stored. Remove it and send again.", field)];
        return [];
    }
}
