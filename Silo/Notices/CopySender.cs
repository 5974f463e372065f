using MimeKit;
using Portal.Grains.Notices;
using Portal.Silo.Documents;

namespace Portal.Silo.Notices;

/// <summary>Sends copies of records: by the portal's own mail, or to the Direct gateway.</summary>
internal sealed class CopySender(IStoredFiles files, IPost mail, IPost direct) : ICopySender
{
    public Task Send(CopyLetter letter, CancellationToken cancellation) => SendBy(mail, letter, cancellation);

    public Task SendDirect(CopyLetter letter, CancellationToken cancellation) => SendBy(direct, letter, cancellation);

    private async Task SendBy(IPost post, CopyLetter letter, CancellationToken cancellation)
    {
        var content = await files.Read(letter.FileId, cancellation)
            ?? throw new InvalidOperationException("The file of a copy that was to be sent is not stored.");
        using var stream = new MemoryStream(content, writable: false);
        var builder = new BodyBuilder { TextBody = letter.Body };
        await builder.Attachments.AddAsync(letter.FileName, stream, ContentType.Parse(letter.MediaType), cancellation);
        await post.Send(letter.Id, Letter.To(post, letter.Id, letter.To, letter.Subject, builder.ToMessageBody()), cancellation);
    }
}
