using MimeKit;

namespace Portal.Silo.Notices;

/// <summary>Where letters go out.</summary>
internal interface IPost
{
    /// <summary>The portal's own address there.</summary>
    string From { get; }

    /// <param name="id">The delivery's id: the same letter once more has the same.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="cancellation">Ends the sending.</param>
    Task Send(string id, MimeMessage letter, CancellationToken cancellation);
}
