using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Portal.Grains.Documents;

namespace Portal.Silo.Notices;

/// <summary>Sends letters through the configured SMTP server; without TLS only to this machine or a mail catcher.</summary>
internal sealed class SmtpPost(MailSettings settings) : IPost
{
    /// <summary>The port on which servers speak TLS from the first byte (RFC 8314).</summary>
    private const int ImplicitTls = 465;

    public string From => settings.From;

    public async Task Send(string id, MimeMessage letter, CancellationToken cancellation)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Host, settings.Port, Security, cancellation);
        if (settings.UserName.Length > 0)
            await client.AuthenticateAsync(settings.UserName, settings.Password, cancellation);
        try
        {
            await client.SendAsync(letter, cancellation);
        }
        catch (SmtpCommandException refusal) when (
            refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted && RecipientRefusal.IsForGood((int)refusal.StatusCode, refusal.Message))
        {
            // What the server says may name the address.
            throw new RefusedForGoodException();
        }

        await client.DisconnectAsync(quit: true, cancellation);
    }

    private SecureSocketOptions Security => settings switch
    {
        { Tls: false } => SecureSocketOptions.None,
        { Port: ImplicitTls } => SecureSocketOptions.SslOnConnect,
        { Host: "localhost" or "127.0.0.1" } => SecureSocketOptions.Auto,
        _ => SecureSocketOptions.StartTls,
    };
}
