using MimeKit;
using Portal.Grains.Notices;

namespace Portal.Silo.Notices;

internal static class NoticeMessage
{
    public static MimeMessage Of(Notice notice, string from) => new()
    {
        MessageId = $"{notice.Id}@portal",
        From = { MailboxAddress.Parse(from) },
        To = { MailboxAddress.Parse(notice.To) },
        Subject = notice.Subject,
        Body = new TextPart("plain") { Text = notice.Body },
    };
}
