using MailKit.Net.Smtp;
using MailKit.Security;
using Portal.Grains.Notices;

namespace Portal.Silo.Notices;

/// <summary>Sends notices through the configured SMTP server; without TLS only to this machine or a mail catcher.</summary>
internal sealed class SmtpNoticeSender(MailSettings settings) : INoticeSender
{
    public async Task Send(Notice notice, CancellationToken cancellation)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Host, settings.Port, Security, cancellation);
        if (settings.UserName.Length > 0)
            await client.AuthenticateAsync(settings.UserName, settings.Password, cancellation);
        await client.SendAsync(NoticeMessage.Of(notice, settings.From), cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    private SecureSocketOptions Security => settings switch
    {
        { Tls: false } => SecureSocketOptions.None,
        { Host: "localhost" or "127.0.0.1" } => SecureSocketOptions.Auto,
        _ => SecureSocketOptions.StartTls,
    };
}
