using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// A clinical document that another office sent, from its upload until it was reconciled with the record. Key:
/// <c>{practice}/{documentId}</c>, where the id is that of the request that brought it.
/// </summary>
[Alias("portal.records.IReceivedDocumentGrain")]
public interface IReceivedDocumentGrain : IGrainWithStringKey
{
    /// <summary>Takes the document in; nothing of it is in the record before it was looked through.</summary>
    [Alias("Receive"), AllowedFor(Audience.Staff), Audited("received.receive")]
    Task<Result<Done>> Receive(ReceiveDocument command);

    /// <summary>The document, or none when there is none.</summary>
    [Alias("View"), AllowedFor(Audience.Staff), Audited("received.view", OncePerPage = true), ReadOnly]
    Task<ReceivedDocumentView?> View();

    /// <summary>
    /// Ends the reconciliation: what was chosen and the document itself go into the record, all of it, also when a silo
    /// stops meanwhile.
    /// </summary>
    [Alias("Take"), AllowedFor(Audience.Staff), Audited("received.take")]
    Task<Result<Done>> Take(TakeReceived command);

    /// <summary>Ends it with nothing of it in the record, because the document is about somebody else. Only before it was reconciled.</summary>
    [Alias("Refuse"), AllowedFor(Audience.Staff), Audited("received.refuse")]
    Task<Result<Done>> Refuse(RefuseReceived command);

    /// <summary>
    /// Undoes a reconciliation, however long ago it was: what it wrote is marked as entered in error, and the document is
    /// removed from the record. Everything stays in the history.
    /// </summary>
    [Alias("Withdraw"), AllowedFor(Audience.Staff), Audited("received.withdraw")]
    Task<Result<Done>> Withdraw(WithdrawReceived command);
}

/// <summary>Finds the documents that were received for a patient. Key: <c>{practice}/received</c>. Stateless.</summary>
[Alias("portal.records.IReceivedDirectoryGrain")]
public interface IReceivedDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "received";

    /// <summary>The latest documents of a patient, the latest first, 50 at most.</summary>
    [Alias("OfPatient"), AllowedFor(Audience.Staff | Audience.System), Audited("received.list", OncePerPage = true, ByOthers = true)]
    Task<ImmutableArray<ReceivedRow>> OfPatient(string patientId);
}

/// <summary>How what came from a document is named in the record.</summary>
public static class ReceivedResources
{
    /// <summary>The id of the Binary, the DocumentReference and the Provenance of a document.</summary>
    public static string Document(string documentId) => $"received-{documentId}";
}

/// <summary>Brings a document.</summary>
/// <param name="PatientId">Whose.</param>
/// <param name="FileId">The stored file.</param>
/// <param name="FileName">The name that it came with.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
/// <param name="Source">The office that it names as its keeper.</param>
/// <param name="Title">What it calls itself.</param>
/// <param name="Made">When it says to have been made, as FHIR writes a day; empty when it does not.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ReceiveDocument")]
public sealed record ReceiveDocument(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string FileId,
    [property: Id(2)] string FileName,
    [property: Id(3)] long Size,
    [property: Id(4)] string Sha256,
    [property: Id(5)] string Source,
    [property: Id(6)] string Title = "",
    [property: Id(7)] string Made = "");

/// <summary>Ends the reconciliation.</summary>
/// <param name="RequestId">The command's request id.</param>
/// <param name="DraftsFileId">The stored file of what is to be stored, by <see cref="PackedDrafts"/>.</param>
/// <param name="Added">How many things were chosen.</param>
/// <param name="AlreadyThere">How many the record has already.</param>
/// <param name="LeftOut">How many were left out.</param>
/// <param name="MadeSure">
/// Whether the document gives another name or birth date, and the caller has made sure that it is about the patient.
/// </param>
[GenerateSerializer, Immutable, Alias("portal.records.TakeReceived")]
public sealed record TakeReceived(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string DraftsFileId,
    [property: Id(2)] int Added,
    [property: Id(3)] int AlreadyThere,
    [property: Id(4)] int LeftOut,
    [property: Id(5)] bool MadeSure = false);

/// <summary>Says that the document is about somebody else.</summary>
/// <param name="RequestId">The command's request id.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RefuseReceived")]
public sealed record RefuseReceived([property: Id(0)] string RequestId);

/// <summary>Undoes a reconciliation.</summary>
/// <param name="RequestId">The command's request id.</param>
/// <param name="DraftsFileId">The stored file of what was written, marked as entered in error, by <see cref="PackedDrafts"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.records.WithdrawReceived")]
public sealed record WithdrawReceived([property: Id(0)] string RequestId, [property: Id(1)] string DraftsFileId);

/// <summary>Where a received document stands.</summary>
[GenerateSerializer, Alias("portal.records.ReceivedStatus")]
public enum ReceivedStatus
{
    /// <summary>To be looked through.</summary>
    Open,

    /// <summary>Looked through; what was chosen is in the record or on its way there.</summary>
    Reconciled,

    /// <summary>About somebody else: nothing of it went into the record.</summary>
    Refused,

    /// <summary>Was reconciled, and that was undone.</summary>
    Withdrawn,
}

/// <summary>A received document.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ReceivedDocumentView")]
public sealed record ReceivedDocumentView
{
    /// <summary>The document's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public required string PatientId { get; init; }

    /// <summary>The stored file.</summary>
    [Id(2)] public required string FileId { get; init; }

    /// <summary>The name that it came with.</summary>
    [Id(3)] public required string FileName { get; init; }

    /// <summary>The office that it names as its keeper.</summary>
    [Id(4)] public required string Source { get; init; }

    /// <summary>When it came (UTC).</summary>
    [Id(5)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Who brought it.</summary>
    [Id(6)] public required string ReceivedBy { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(7)] public required ReceivedStatus Status { get; init; }

    /// <summary>When it was reconciled, or refused (UTC).</summary>
    [Id(8)] public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>Who reconciled or refused it.</summary>
    [Id(9)] public string ReconciledBy { get; init; } = "";

    /// <summary>How many things went into the record.</summary>
    [Id(10)] public int Added { get; init; }

    /// <summary>How many were there already.</summary>
    [Id(11)] public int AlreadyThere { get; init; }

    /// <summary>How many were left out.</summary>
    [Id(12)] public int LeftOut { get; init; }

    /// <summary>Whether some of it is still on its way into the record.</summary>
    [Id(13)] public bool IsUnderway { get; init; }

    /// <summary>Whether it was taken over although it gives another name or birth date.</summary>
    [Id(14)] public bool MadeSure { get; init; }

    /// <summary>When the reconciliation was undone (UTC).</summary>
    [Id(15)] public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who undid it.</summary>
    [Id(16)] public string WithdrawnBy { get; init; } = "";

    /// <summary>Of the content, lower-case hexadecimal.</summary>
    [Id(17)] public string Sha256 { get; init; } = "";
}

/// <summary>A row of the list.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ReceivedRow")]
public sealed record ReceivedRow(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset ReceivedAt,
    [property: Id(2)] string Source,
    [property: Id(3)] ReceivedStatus Status,
    [property: Id(4)] int Added)
{
    /// <summary>What the document calls itself.</summary>
    [Id(5)] public string Title { get; init; } = "";

    /// <summary>When it says to have been made, as FHIR writes a day; empty when it does not.</summary>
    [Id(6)] public string Made { get; init; } = "";

    /// <summary>The name that it came with.</summary>
    [Id(7)] public string FileName { get; init; } = "";

    /// <summary>Of the content, lower-case hexadecimal: the same for a file that came again.</summary>
    [Id(8)] public string Sha256 { get; init; } = "";
}
