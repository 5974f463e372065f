using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Documents;

namespace Portal.WebFront.Webmail;

/// <summary>Takes the files of a form in: all of them are stored, or none and the problems are told.</summary>
public sealed class AttachmentIntake(IBlobStore blobs, TimeProvider time)
{
    private const string Field = "Files";

    public async Task<Result<ImmutableArray<Attachment>>> Take(IReadOnlyList<IFormFile> files, CancellationToken cancellation)
    {
        if (files.Count > WebmailLimits.Attachments)
            return Refused($"A message takes up to {WebmailLimits.Attachments} files. Send the rest in another message.");
        var taken = ImmutableArray.CreateBuilder<Attachment>();
        var refused = ImmutableArray.CreateBuilder<Problem>();
        foreach (var file in files)
        {
            var one = await TakeOne(file, cancellation);
            if (one.Succeeded)
                taken.Add(one.Value);
            else
                refused.AddRange(one.Problems);
        }

        if (refused.Count == 0)
            return taken.ToImmutable();
        await Forget(taken.ToImmutable(), cancellation);
        return refused.ToImmutable();
    }

    /// <summary>What goes with the message: where files were refused, an empty one, so that it is refused with all else that is wrong.</summary>
    public static ImmutableArray<Attachment> ToSend(Result<ImmutableArray<Attachment>> taken) =>
        taken.Succeeded ? taken.Value : [new("refused", "", "", 0, "")];

    /// <summary>Why a message was not sent, with what only the intake knows of its files.</summary>
    public static ImmutableArray<Problem> Explain(ImmutableArray<Problem> problems, Result<ImmutableArray<Attachment>> taken) =>
        taken.Succeeded ? problems : [.. problems.Where(problem => problem.Field != Field), .. taken.Problems];

    /// <summary>Forgets files whose message was not sent after all.</summary>
    public async Task Forget(Result<ImmutableArray<Attachment>> taken, CancellationToken cancellation)
    {
        if (!taken.Succeeded)
            return;
        foreach (var attachment in taken.Value)
            await blobs.Delete(attachment.Id, cancellation);
    }

    private async Task<Result<Attachment>> TakeOne(IFormFile file, CancellationToken cancellation)
    {
        // Browsers write a quotation mark in a name so, because it ends the name in the form's head.
        var name = FileContent.SafeName(file.FileName.Replace("%22", "\"", StringComparison.Ordinal));
        if (file.Length > WebmailLimits.AttachmentBytes)
            return Refused($"{name} is larger than 25 MB. Send a smaller copy.");
        if (file.Length == 0)
            return Refused($"{name} is empty.");
        await using var content = file.OpenReadStream();
        if (await FileContent.TypeOf(content, name, cancellation) is not { } type)
            return Refused(WhyNot(name));
        content.Position = 0;
        // How old a file is shows in its id: the sweep of files that no message has leaves young ones alone.
        var id = Ulid.NewUlid(time.GetUtcNow()).ToString().ToLowerInvariant();
        var stored = await blobs.Save(id, content, WebmailLimits.AttachmentBytes, cancellation);
        return new Attachment(id, name, type, stored.Size, stored.Sha256);
    }

    private static string WhyNot(string name) => FileContent.KindOf(name) is { } kind
        ? $"{name} cannot be attached: its content is not that of a {kind}. Open it where it comes from, save it as a {kind} and attach that."
        : $"{name} cannot be attached: this kind of file is not taken. Save it as a PDF and attach that. Allowed are {FileContent.Accepted}.";

    private static Problem Refused(string message) => new("webmail.file_refused", message, Field);
}
