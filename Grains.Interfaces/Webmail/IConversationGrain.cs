using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>
/// A conversation between a patient (or a representative) and a provider or pool of the practice. Key:
/// <c>{practice}/{conversationId}</c>. Only its two sides can see it; to anyone else it does not exist.
/// </summary>
[Alias("portal.webmail.IConversationGrain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Begins the conversation. A patient writes to the primary provider or a pool; staff write to a patient.</summary>
    /// <returns><c>webmail.*</c> problems, one per input.</returns>
    [Alias("Start"), AllowedFor(Audience.Person), Audited("webmail.send")]
    Task<Result<PostReceipt>> Start(StartConversation command);

    /// <summary>
    /// Answers. When somebody else of the practice answered after what the writer had seen, the answer is
    /// <c>webmail.answered_meanwhile</c> and nothing is sent, unless the writer insists.
    /// </summary>
    [Alias("Post"), AllowedFor(Audience.Person), Audited("webmail.send")]
    Task<Result<PostReceipt>> Post(PostMessage command);

    /// <summary>Adds a note that only the practice sees, its files too.</summary>
    [Alias("AddNote"), AllowedFor(Audience.Staff), Audited("webmail.note")]
    Task<Result<PostReceipt>> AddNote(AddNote command);

    /// <summary>Takes in a conversation from the practice's system. Repeating it changes nothing.</summary>
    [Alias("Import"), AllowedFor(Audience.Integrator | Audience.Administrator | Audience.System), Audited("webmail.import")]
    Task<Result<Patients.Saved>> Import(ImportConversation command);

    /// <summary>The conversation as the caller's side may see it; none when the caller has no part in it.</summary>
    /// <param name="page">An <see cref="ConversationView.OlderPage"/> as it was given; none for the newest messages.</param>
    [Alias("View"), AllowedFor(Audience.Person), Audited("webmail.view", OncePerPage = true)]
    Task<ConversationView?> View(int? page);

    /// <summary>
    /// All that both sides said, for the patient's record; none when there is no such conversation. Interleaves: it reads what
    /// was written last, also while the conversation waits for a delivery that asks for it.
    /// </summary>
    [Alias("Spoken"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<SpokenConversation?> Spoken();

    /// <summary>The caller's side has seen the first <paramref name="seen"/> messages.</summary>
    [Alias("MarkRead"), AllowedFor(Audience.Person)]
    Task<Result<Done>> MarkRead(int seen);

    /// <summary>Shows the conversation as unread again to the caller's side.</summary>
    [Alias("MarkUnread"), AllowedFor(Audience.Person), Audited("webmail.mark_unread")]
    Task<Result<Done>> MarkUnread();

    /// <summary>Puts the conversation into the patient side's archive, or back. A new message brings it back.</summary>
    [Alias("Archive"), AllowedFor(Audience.Patient), Audited("webmail.archive")]
    Task<Result<Done>> Archive(bool archived);

    /// <summary>A person of the practice takes the conversation, or gives it to a colleague, or to nobody.</summary>
    /// <returns><c>webmail.taken_meanwhile</c> when somebody has it whom the caller did not know of.</returns>
    [Alias("Assign"), AllowedFor(Audience.Staff), Audited("webmail.assign")]
    Task<Result<Done>> Assign(AssignConversation command);

    /// <summary>The practice has nothing more to do here, or has again.</summary>
    [Alias("SetDone"), AllowedFor(Audience.Staff), Audited("webmail.done")]
    Task<Result<Done>> SetDone(SetDone command);

    /// <summary>The caller is writing right now. Kept in memory for <see cref="WebmailLimits.WritingLasts"/> only.</summary>
    [Alias("Writing"), AllowedFor(Audience.Person)]
    Task Writing();

    /// <summary>A file of the conversation, when the caller may see it.</summary>
    [Alias("Attachment"), AllowedFor(Audience.Person), Audited("webmail.attachment")]
    Task<Attachment?> Attachment(string attachmentId);
}

/// <summary>The numbers of webmail.</summary>
public static class WebmailLimits
{
    /// <summary>Longest subject, in characters.</summary>
    public const int Subject = 120;

    /// <summary>Longest message or note, in characters.</summary>
    public const int Body = 20_000;

    /// <summary>Largest attachment, in bytes.</summary>
    public const long AttachmentBytes = 25 * 1024 * 1024;

    /// <summary>Most attachments of one message.</summary>
    public const int Attachments = 10;

    /// <summary>Messages in the open page before it is sealed.</summary>
    public const int PageMessages = 8;

    /// <summary>UTF-16 characters of text in the open page before it is sealed.</summary>
    public const int PageCharacters = 4_000;

    /// <summary>Rows of a list page, at most.</summary>
    public const int PageSize = 100;

    /// <summary>How long "is writing" stays without being renewed.</summary>
    public static readonly TimeSpan WritingLasts = TimeSpan.FromSeconds(6);
}
