using MailKit.Net.Smtp;
using MailKit.Security;
using Portal.Grains.Notices;

namespace Portal.Silo.Notices;

/// <summary>Sends notices through the configured SMTP server; without TLS only to this machine.</summary>
internal sealed class SmtpNoticeSender(MailSettings settings) : INoticeSender
{
    public async Task Send(Notice notice, CancellationToken cancellation)
    {
        using var client = new SmtpClient();
        var security = settings.Host is "localhost" or "127.0.0.1" ? SecureSocketOptions.Auto : SecureSocketOptions.StartTls;
        await client.ConnectAsync(settings.Host, settings.Port, security, cancellation);
        if (settings.UserName.Length > 0)
            await client.AuthenticateAsync(settings.UserName, settings.Password, cancellation);
        await client.SendAsync(NoticeMessage.Of(notice, settings.From), cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }
}
