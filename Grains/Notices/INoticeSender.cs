namespace Portal.Grains.Notices;

/// <summary>Sends e-mail notices. They never hold anything of a record: mail is not safe.</summary>
public interface INoticeSender
{
    Task Send(Notice notice, CancellationToken cancellation);
}

/// <summary>An e-mail notice.</summary>
/// <param name="Id">The delivery's id; it becomes the Message-Id, so that a repeated sending can be recognised.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">Without personal data.</param>
/// <param name="Body">Plain text without personal data.</param>
public sealed record Notice(string Id, string To, string Subject, string Body);
