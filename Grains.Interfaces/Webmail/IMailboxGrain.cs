using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>
/// What a person, patient or of the staff, is told about new mail. Key: <c>{practice}/user:{userId}</c>. The mail itself
/// is in the conversations; lists are read from those.
/// </summary>
[Alias("portal.webmail.IMailboxGrain")]
public interface IMailboxGrain : IGrainWithStringKey
{
    /// <summary>
    /// A message arrived. The owner gets one e-mail without content, and no further one until the owner has looked.
    /// </summary>
    /// <param name="itemId">Id of the delivery; the same one has its effect once.</param>
    /// <param name="patientId">The owner's own patient record: address and wishes are read from it.</param>
    [Alias("Arrived"), AllowedFor(Audience.System)]
    Task<Result<Done>> Arrived(string itemId, string patientId);

    /// <summary>
    /// A patient wrote to a mailbox of the practice that the owner, a member of the staff, wants to be told of. One
    /// e-mail without content, and no further one until the owner has looked.
    /// </summary>
    /// <param name="itemId">Id of the delivery; the same one has its effect once.</param>
    [Alias("ArrivedForStaff"), AllowedFor(Audience.System)]
    Task<Result<Done>> ArrivedForStaff(string itemId);

    /// <summary>Whether the owner was told of new mail and has not looked since: a further message needs no notice.</summary>
    [Alias("WasTold"), AllowedFor(Audience.System)]
    Task<bool> WasTold();

    /// <summary>The owner has looked at the mail: the next message is worth a notice again.</summary>
    [Alias("Looked"), AllowedFor(Audience.Person)]
    Task Looked();
}

/// <summary>A letter that is being written. Key: <c>{practice}/draft:{userId}:{conversationId or new}</c>.</summary>
[Alias("portal.webmail.IDraftGrain")]
public interface IDraftGrain : IGrainWithStringKey
{
    /// <summary>The draft, or none. Only its writer gets it.</summary>
    [Alias("Read"), AllowedFor(Audience.Person)]
    Task<Draft?> Read();

    /// <summary>Keeps the draft; the last one wins. What comes after its own end, because it was under way, is not kept.</summary>
    /// <returns>
    /// <c>webmail.too_long</c> when a part is over its limit, <see cref="DraftLimits.Ended"/> when what goes under its id
    /// was sent or thrown away a short time ago.
    /// </returns>
    [Alias("Save"), AllowedFor(Audience.Person)]
    Task<Result<Done>> Save(Draft draft);

    /// <summary>Forgets the draft, after sending or on demand.</summary>
    /// <param name="requestId">The id that it was sent under or would have been.</param>
    [Alias("Discard"), AllowedFor(Audience.Person)]
    Task Discard(string requestId);
}

/// <summary>What is said of drafts in more than one place.</summary>
public static class DraftLimits
{
    /// <summary>The code of a save that came after its draft was sent or thrown away.</summary>
    public const string Ended = "webmail.draft_ended";
}

/// <summary>What was typed so far.</summary>
/// <param name="To">Owner of the practice's mailbox, or the patient's id when staff write.</param>
/// <param name="PatientId">Whom it is about.</param>
/// <param name="Subject">As typed.</param>
/// <param name="Body">As typed.</param>
/// <param name="RequestId">
/// The id under which it is sent. Whoever comes back after the answer was lost sends the same request again, from
/// whichever browser. None in a draft that was kept without it.
/// </param>
/// <param name="KeptAt">When it was kept (UTC); said by the grain.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.Draft")]
public sealed record Draft(
    [property: Id(0)] string To,
    [property: Id(1)] string PatientId,
    [property: Id(2)] string Subject,
    [property: Id(3)] string Body,
    [property: Id(4)] string? RequestId = null,
    [property: Id(5)] DateTimeOffset? KeptAt = null);
