using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>Lists mailboxes of one practice. Key: <c>{practice}/mail</c>. Stateless: it reads the stored documents.</summary>
[Alias("portal.webmail.IMailDirectoryGrain")]
public interface IMailDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "mail";

    /// <summary>A page of the signed-in person's own mailbox: what is about patients whom the person may see.</summary>
    [Alias("PatientList"), AllowedFor(Audience.Patient), Audited("webmail.list", OncePerPage = true)]
    Task<MailPage> PatientList(MailQuery query);

    /// <summary>A page of the practice's mail.</summary>
    [Alias("StaffList"), AllowedFor(Audience.Staff), Audited("webmail.list", OncePerPage = true)]
    Task<MailPage> StaffList(StaffMailQuery query);

    /// <summary>The conversations about one patient, whoever has them in the practice; the newest first.</summary>
    /// <param name="patientId">Whom they are about.</param>
    /// <param name="size">Rows wanted, 1 to <see cref="WebmailLimits.PageSize"/>.</param>
    [Alias("AboutPatient"), AllowedFor(Audience.Staff), Audited("webmail.list", OncePerPage = true)]
    Task<MailPage> AboutPatient(string patientId, int size);

    /// <summary>Unread conversations of <see cref="PatientList"/>, counted up to 100.</summary>
    [Alias("PatientUnread"), AllowedFor(Audience.Patient)]
    Task<int> PatientUnread();

    /// <summary>Unread conversations of these practice mailboxes together, counted up to 100.</summary>
    /// <param name="owners">Such as <c>provider:raman</c> and <c>pool:front-desk</c>.</param>
    [Alias("StaffUnread"), AllowedFor(Audience.Staff)]
    Task<int> StaffUnread(ImmutableArray<string> owners);
}

/// <summary>The folders of a patient's mailbox.</summary>
[GenerateSerializer, Alias("portal.webmail.MailFolder")]
public enum MailFolder
{
    /// <summary>What is not put away.</summary>
    Inbox,

    /// <summary>Where the person wrote.</summary>
    Sent,

    /// <summary>What was put away.</summary>
    Archive,
}

/// <summary>Asks for a page of a mailbox.</summary>
/// <param name="Folder">Which folder.</param>
/// <param name="Text">Words in subject, names or messages; empty for all.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Rows wanted, 1 to <see cref="WebmailLimits.PageSize"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.MailQuery")]
public sealed record MailQuery(
    [property: Id(0)] MailFolder Folder,
    [property: Id(1)] string Text = "",
    [property: Id(2)] string? After = null,
    [property: Id(3)] int Size = 25);

/// <summary>What of the practice's work is listed.</summary>
[GenerateSerializer, Alias("portal.webmail.WorkFilter")]
public enum WorkFilter
{
    /// <summary>All that is not done.</summary>
    Open,

    /// <summary>What waits for an answer of the practice.</summary>
    NeedsAnswer,

    /// <summary>What is done.</summary>
    Done,

    /// <summary>Everything.</summary>
    All,
}

/// <summary>Asks for a page of the practice's mail.</summary>
/// <param name="Owners">Mailboxes to list together; empty for the whole practice.</param>
/// <param name="AssignedTo">Only what this user has, or none for all.</param>
/// <param name="Work">Which work.</param>
/// <param name="Text">Words in subject, names or messages; empty for all.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Rows wanted, 1 to <see cref="WebmailLimits.PageSize"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.StaffMailQuery")]
public sealed record StaffMailQuery(
    [property: Id(0)] ImmutableArray<string> Owners,
    [property: Id(1)] string? AssignedTo,
    [property: Id(2)] WorkFilter Work,
    [property: Id(3)] string Text = "",
    [property: Id(4)] string? After = null,
    [property: Id(5)] int Size = 25);

/// <summary>A row of a mailbox.</summary>
[GenerateSerializer, Immutable, Alias("portal.webmail.MailRow")]
public sealed record MailRow
{
    /// <summary>The conversation.</summary>
    [Id(0)] public required string ConversationId { get; init; }

    /// <summary>Subject.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>The other side's name.</summary>
    [Id(2)] public required string Correspondent { get; init; }

    /// <summary>Whom it is about, when that is not the correspondent or the reader.</summary>
    [Id(3)] public string? Regarding { get; init; }

    /// <summary>The beginning of the newest message.</summary>
    [Id(4)] public required string Snippet { get; init; }

    /// <summary>When the newest message was stored (UTC).</summary>
    [Id(5)] public DateTimeOffset LastAt { get; init; }

    /// <summary>Whether this side has not read all of it.</summary>
    [Id(6)] public bool Unread { get; init; }

    /// <summary>Whether a message has a file.</summary>
    [Id(7)] public bool HasAttachment { get; init; }

    /// <summary>Where the practice stands; for the practice only.</summary>
    [Id(8)] public WorkState Work { get; init; }

    /// <summary>Name of who has it; for the practice only.</summary>
    [Id(9)] public string? AssigneeName { get; init; }

    /// <summary>Owner of the practice's mailbox.</summary>
    [Id(10)] public string PracticeSide { get; init; } = "";
}

/// <summary>A page of a mailbox.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.MailPage")]
public sealed record MailPage([property: Id(0)] ImmutableArray<MailRow> Rows, [property: Id(1)] string? Next);
