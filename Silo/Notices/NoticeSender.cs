using MimeKit;
using Portal.Grains.Notices;

namespace Portal.Silo.Notices;

internal sealed class NoticeSender(IPost post) : INoticeSender
{
    public Task Send(Notice notice, CancellationToken cancellation) => post.Send(
        notice.Id,
        Letter.To(post, notice.Id, notice.To, notice.Subject, new TextPart("plain") { Text = notice.Body }),
        cancellation);
}

internal static class Letter
{
    public static MimeMessage To(IPost post, string id, string to, string subject, MimeEntity body) => new()
    {
        MessageId = $"{id}@portal",
        From = { MailboxAddress.Parse(post.From) },
        To = { MailboxAddress.Parse(to) },
        Subject = subject,
        Body = body,
    };
}
