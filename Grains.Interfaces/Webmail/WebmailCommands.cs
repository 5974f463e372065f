using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>Begins a conversation.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="PatientId">Whom it is about: the patient, or a family member whom the writer may see.</param>
/// <param name="PracticeSide">Owner of the practice's mailbox: <c>provider:{id}</c> or <c>pool:{id}</c>.</param>
/// <param name="Subject">1 to <see cref="WebmailLimits.Subject"/> characters.</param>
/// <param name="Body">1 to <see cref="WebmailLimits.Body"/> characters of plain text.</param>
/// <param name="Attachments">Files already stored; staff only.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.StartConversation")]
public sealed record StartConversation(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string PatientId,
    [property: Id(2)] string PracticeSide,
    [property: Id(3)] string Subject,
    [property: Id(4)] string Body,
    [property: Id(5)] ImmutableArray<Attachment> Attachments);

/// <summary>Answers in a conversation.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Body">1 to <see cref="WebmailLimits.Body"/> characters of plain text.</param>
/// <param name="Attachments">Files already stored; staff only.</param>
/// <param name="Seen">How many messages the writer had on the page; none means do not ask.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.PostMessage")]
public sealed record PostMessage(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string Body,
    [property: Id(2)] ImmutableArray<Attachment> Attachments,
    [property: Id(3)] int? Seen);

/// <summary>Adds an internal note.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Body">1 to <see cref="WebmailLimits.Body"/> characters of plain text.</param>
/// <param name="Attachments">Files already stored; like the note for the practice only.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.AddNote")]
public sealed record AddNote(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string Body,
    [property: Id(2)] ImmutableArray<Attachment> Attachments);

/// <summary>Gives the conversation to a person of the staff.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="UserId">Who takes it; none puts it back for all.</param>
/// <param name="Holder">Who had it when that was decided; none when nobody had. It is taken from nobody else.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.AssignConversation")]
public sealed record AssignConversation(
    [property: Id(0)] string RequestId, [property: Id(1)] string? UserId, [property: Id(2)] string? Holder = null);

/// <summary>Sets the practice's work on the conversation to done, or opens it again.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Done">Whether nothing is left to do.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.SetDone")]
public sealed record SetDone([property: Id(0)] string RequestId, [property: Id(1)] bool Done);

/// <summary>A conversation that took place elsewhere.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="PatientId">Whom it is about, and who took part.</param>
/// <param name="PracticeSide">Owner of the practice's mailbox.</param>
/// <param name="Subject">1 to <see cref="WebmailLimits.Subject"/> characters.</param>
/// <param name="Messages">In order of time.</param>
/// <param name="PersonId">The patient record of who writes or is written to; the patient's own when none is told.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.ImportConversation")]
public sealed record ImportConversation(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string PatientId,
    [property: Id(2)] string PracticeSide,
    [property: Id(3)] string Subject,
    [property: Id(4)] ImmutableArray<ImportedMessage> Messages,
    [property: Id(5)] string? PersonId = null);

/// <summary>A message of an imported conversation.</summary>
/// <param name="Id">The id that it had; a message with a known id is not added again.</param>
/// <param name="SentAt">When it was sent (UTC).</param>
/// <param name="FromPatient">Whether the patient wrote it.</param>
/// <param name="AuthorName">The name to show.</param>
/// <param name="Body">Plain text.</param>
/// <param name="Read">Whether the other side has read it.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.ImportedMessage")]
public sealed record ImportedMessage(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset SentAt,
    [property: Id(2)] bool FromPatient,
    [property: Id(3)] string AuthorName,
    [property: Id(4)] string Body,
    [property: Id(5)] bool Read);

/// <summary>A file of a message. Its bytes are in the blob store under the id.</summary>
/// <param name="Id">Id of the file in the blob store.</param>
/// <param name="Name">The name to show and to save under.</param>
/// <param name="ContentType">Found from the content, never from the name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.Attachment")]
public sealed record Attachment(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string ContentType,
    [property: Id(3)] long Size,
    [property: Id(4)] string Sha256);

/// <summary>What was stored.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="MessageId">The message in it.</param>
[GenerateSerializer, Immutable, Alias("portal.webmail.PostReceipt")]
public sealed record PostReceipt([property: Id(0)] string ConversationId, [property: Id(1)] string MessageId);
