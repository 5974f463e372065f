namespace Portal.Grains.Notices;

/// <summary>Carries a copy of a record out of the portal, because somebody who may do so has asked for it.</summary>
public interface ICopySender
{
    /// <summary>By ordinary e-mail.</summary>
    Task Send(CopyLetter letter, CancellationToken cancellation);

    /// <summary>By Direct secure messaging.</summary>
    Task SendDirect(CopyLetter letter, CancellationToken cancellation);
}

/// <summary>A letter with one stored file.</summary>
/// <param name="Id">The delivery's id; it becomes the Message-Id.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">Without personal data.</param>
/// <param name="Body">Plain text without personal data.</param>
/// <param name="FileId">The stored file.</param>
/// <param name="FileName">Its name, without personal data.</param>
/// <param name="MediaType">Its media type.</param>
public sealed record CopyLetter(string Id, string To, string Subject, string Body, string FileId, string FileName, string MediaType);
