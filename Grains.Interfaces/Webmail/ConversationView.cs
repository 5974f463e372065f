using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>Who wrote a message, as the reader sees it.</summary>
[GenerateSerializer, Alias("portal.webmail.Author")]
public enum Author
{
    /// <summary>The patient or a representative.</summary>
    Patient,

    /// <summary>The practice.</summary>
    Practice,

    /// <summary>The practice, for itself only.</summary>
    Note,
}

/// <summary>A message.</summary>
/// <param name="Id">Unique in the conversation.</param>
/// <param name="Author">Which side wrote it.</param>
/// <param name="AuthorUserId">The portal user who wrote it; empty when it was imported.</param>
/// <param name="AuthorName">The name to show.</param>
/// <param name="SentAt">When it was stored (UTC).</param>
/// <param name="Body">Plain text.</param>
/// <param name="Attachments">Files.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.Message")]
public sealed record Message(
    [property: Id(0)] string Id,
    [property: Id(1)] Author Author,
    [property: Id(2)] string AuthorUserId,
    [property: Id(3)] string AuthorName,
    [property: Id(4)] DateTimeOffset SentAt,
    [property: Id(5)] string Body,
    [property: Id(6)] ImmutableArray<Attachment> Attachments);

/// <summary>Where the practice stands with a conversation.</summary>
[GenerateSerializer, Alias("portal.webmail.WorkState")]
public enum WorkState
{
    /// <summary>The patient waits for an answer.</summary>
    Open,

    /// <summary>The practice has answered and waits for the patient.</summary>
    WaitingPatient,

    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>A conversation as one side sees it.</summary>
[GenerateSerializer, Immutable, Alias("portal.webmail.ConversationView")]
public sealed record ConversationView
{
    /// <summary>The id in addresses.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Subject.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>The patient it is about.</summary>
    [Id(2)] public required string PatientId { get; init; }

    /// <summary>Name of the patient it is about.</summary>
    [Id(3)] public required string PatientName { get; init; }

    /// <summary>Name of the person who writes for the patient, when that is somebody else.</summary>
    [Id(4)] public string? RepresentativeName { get; init; }

    /// <summary>Owner of the practice's mailbox.</summary>
    [Id(5)] public required string PracticeSide { get; init; }

    /// <summary>Name of the provider or pool.</summary>
    [Id(6)] public required string PracticeName { get; init; }

    /// <summary>The messages of the pages shown, oldest first. Notes are there for the practice only.</summary>
    [Id(7)] public ImmutableArray<Message> Messages { get; init; } = [];

    /// <summary>What to ask <see cref="IConversationGrain.View"/> for to see the messages before these; none when these are the first.</summary>
    [Id(8)] public int? OlderPage { get; init; }

    /// <summary>Whether the newest messages are among these.</summary>
    [Id(9)] public bool IsNewest { get; init; }

    /// <summary>Messages that this side can see, in all pages; send it back as <see cref="PostMessage.Seen"/>.</summary>
    [Id(10)] public int Total { get; init; }

    /// <summary>Whether this side has not read all of it.</summary>
    [Id(11)] public bool Unread { get; init; }

    /// <summary>Whether this side has put it away.</summary>
    [Id(12)] public bool Archived { get; init; }

    /// <summary>Where the practice stands; for the practice only.</summary>
    [Id(13)] public WorkState Work { get; init; }

    /// <summary>Who of the staff has it; for the practice only.</summary>
    [Id(14)] public string? AssigneeId { get; init; }

    /// <summary>Name of who has it; for the practice only.</summary>
    [Id(15)] public string? AssigneeName { get; init; }

    /// <summary>Names of others who are writing right now: to patients the practice's name, to staff the person's.</summary>
    [Id(16)] public ImmutableArray<string> Writing { get; init; } = [];

    /// <summary>Whether the patient's side may still see the patient, and so this conversation; told to the practice only.</summary>
    [Id(17)] public bool AddresseeMayRead { get; init; } = true;

    /// <summary>Whether the patient's side has online access, and so can open this conversation; told to the practice only.</summary>
    [Id(18)] public bool AddresseeHasAccess { get; init; } = true;

    /// <summary>
    /// Whether somebody of the caller's side marked it as unread and nothing came since: then only opening it anew reads it,
    /// not that an open page still shows it.
    /// </summary>
    [Id(19)] public bool KeptUnread { get; init; }
}
