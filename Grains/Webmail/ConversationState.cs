using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>
/// A conversation with both sides' standing in it, so that a message is one write and the mailbox lists, which are
/// views over these documents, cannot drift from it.
/// </summary>
public sealed record ConversationState : DocumentState
{
    public string Subject { get; init; } = "";
    public string PatientId { get; init; } = "";
    public string PatientName { get; init; } = "";
    public PatientSide Patient { get; init; } = new();
    public PracticeSide Practice { get; init; } = new();

    /// <summary>The open page. Older messages are in sealed pages, rows of their own.</summary>
    public ImmutableArray<Message> Messages { get; init; } = [];
    public int SealedPages { get; init; }

    /// <summary>Messages both sides can see, in all pages.</summary>
    public int Total { get; init; }

    /// <summary>Notes of the practice, in all pages.</summary>
    public int Notes { get; init; }
    public bool HasAttachment { get; init; }
    public string Snippet { get; init; } = "";

    /// <summary>Who of the practice has answered, so that a colleague does not answer unknowingly.</summary>
    public ImmutableArray<LatestAnswer> Answerers { get; init; } = [];
    public DateTimeOffset LastAt { get; init; }
}

/// <summary>The patient's or representative's side.</summary>
public sealed record PatientSide
{
    /// <summary>The mailbox: <c>user:{userId}</c>.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The writer's own patient record; differs from the conversation's patient for a representative.</summary>
    public string PatientId { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Unread { get; init; }

    /// <summary>How many messages there were when it was last marked as unread by hand.</summary>
    public int? MarkedUnread { get; init; }
    public bool Archived { get; init; }
    public DateTimeOffset? WroteAt { get; init; }
}

/// <summary>The practice's side.</summary>
public sealed record PracticeSide
{
    /// <summary>The mailbox: <c>provider:{id}</c> or <c>pool:{id}</c>.</summary>
    public string Owner { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Unread { get; init; }

    /// <summary>How many messages there were when it was last marked as unread by hand.</summary>
    public int? MarkedUnread { get; init; }
    public WorkState Work { get; init; }
    public string? AssigneeId { get; init; }
    public string? AssigneeName { get; init; }
}

/// <summary>The last answer of somebody of the practice.</summary>
/// <param name="UserId">Who; empty when it came from the practice's system.</param>
/// <param name="Name">The name that others see.</param>
/// <param name="Number">Its place among the messages that both sides see, from 1.</param>
public sealed record LatestAnswer(string UserId, string Name, int Number);

/// <summary>A full page of older messages; written once and never changed.</summary>
public sealed record ConversationPage
{
    /// <summary>The name of these rows in storage.</summary>
    public const string RowName = "conversation_page";

    public ImmutableArray<Message> Messages { get; init; } = [];
}

/// <summary>Told to a mailbox when a message arrived for its owner.</summary>
/// <param name="PatientId">The owner's own patient record.</param>
/// <param name="About">Whom the message is about.</param>
public sealed record ArrivedMail(string PatientId, string About);

/// <summary>The part of a mailbox that is not in its conversations.</summary>
public sealed record MailboxState : DocumentState
{
    /// <summary>When the owner was told of new mail and has not looked since.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}

/// <summary>A notice by e-mail; the address is looked up when it is sent.</summary>
public sealed record MessageNotice(string PatientId);

public sealed record DraftState
{
    public Draft? Draft { get; init; }
}
