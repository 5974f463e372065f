using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Sharing;

/// <summary>
/// One SMART Health Link to a patient's summary. Key: <c>{practice}/{id}</c>, the id by <see cref="HealthLinkId"/>. It
/// holds the encrypted file and says who may have it; the key to the file is in the link alone and never comes here.
/// The patient, and those who may see the patient, make, see and revoke it; whoever has the link opens it as a visitor.
/// </summary>
[Alias("portal.sharing.IHealthLinkGrain")]
public interface IHealthLinkGrain : IGrainWithStringKey
{
    /// <summary>Makes the link.</summary>
    /// <returns>
    /// <c>share.*</c> problems, all together: nobody whom the caller may see, label or passcode unfit, too many links that
    /// still work, file too large or not encrypted, this link is there already. <c>share.crowded</c> when links that are
    /// made at the same moment would be too many.
    /// </returns>
    [Alias("Make"), AllowedFor(Audience.Patient), Audited("share.make")]
    Task<Result<Done>> Make(MakeHealthLink command);

    /// <summary>The link with its openings; none for somebody who may not see the patient.</summary>
    [Alias("View"), AllowedFor(Audience.Patient), AlwaysInterleave]
    Task<HealthLinkView?> View();

    /// <summary>Ends the link at once; its file is taken away. One that has ended stays as it is.</summary>
    [Alias("Revoke"), AllowedFor(Audience.Patient), Audited("share.revoke")]
    Task<Result<Done>> Revoke(string requestId);

    /// <summary>
    /// Gives the file, or a ticket to fetch it with, to somebody who has the link. Whatever runs in parallel, each wrong
    /// passcode counts once, and a link that may be viewed once gives its file once.
    /// </summary>
    /// <returns>
    /// None when there is no such link or it has ended: no difference is told. <c>share.passcode</c> when the passcode is
    /// not right or missing; a missing one does not count.
    /// </returns>
    [Alias("Open"), AllowedFor(Audience.Visitor), Audited("share.open")]
    Task<Result<HealthLinkFile>?> Open(OpenHealthLink command);

    /// <summary>The file for a ticket. A ticket is used up by it, and so is a link that may be viewed once.</summary>
    /// <returns>The file; none when the ticket or the link is not valid any more.</returns>
    [Alias("Fetch"), AllowedFor(Audience.Visitor), Audited("share.fetch")]
    Task<string?> Fetch(string ticket);

    /// <summary>How many wrong passcodes the link still bears; 0 when there is no such link or it has ended.</summary>
    [Alias("AttemptsLeft"), AllowedFor(Audience.Visitor), ReadOnly]
    Task<int> AttemptsLeft();
}
