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
    [Alias("View"), AllowedFor(Audience.Staff), Audited("received.view"), ReadOnly]
    Task<ReceivedDocumentView?> View();

    /// <summary>
    /// Ends the reconciliation: what was chosen and the document itself go into the record, all of it, also when a silo
    /// stops meanwhile.
    /// </summary>
    [Alias("Take"), AllowedFor(Audience.Staff), Audited("received.take")]
    Task<Result<Done>> Take(TakeReceived command);
}

/// <summary>Finds the documents that were received for a patient. Key: <c>{practice}/received</c>. Stateless.</summary>
[Alias("portal.records.IReceivedDirectoryGrain")]
public interface IReceivedDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "received";

    /// <summary>The latest documents of a patient, the latest first, 50 at most.</summary>
    [Alias("OfPatient"), AllowedFor(Audience.Staff | Audience.System), Audited("received.list", OncePerPage = true)]
    Task<ImmutableArray<ReceivedRow>> OfPatient(string patientId);
}

/// <summary>Brings a document.</summary>
/// <param name="PatientId">Whose.</param>
/// <param name="FileId">The stored file.</param>
/// <param name="FileName">The name that it came with.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
/// <param name="Source">The office that it names as its keeper.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ReceiveDocument")]
public sealed record ReceiveDocument(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string FileId,
    [property: Id(2)] string FileName,
    [property: Id(3)] long Size,
    [property: Id(4)] string Sha256,
    [property: Id(5)] string Source);

/// <summary>Ends the reconciliation.</summary>
/// <param name="RequestId">The command's request id.</param>
/// <param name="DraftsFileId">The stored file of what is to be stored, by <see cref="PackedDrafts"/>.</param>
/// <param name="Added">How many things were chosen.</param>
/// <param name="AlreadyThere">How many the record has already.</param>
/// <param name="LeftOut">How many were left out.</param>
[GenerateSerializer, Immutable, Alias("portal.records.TakeReceived")]
public sealed record TakeReceived(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string DraftsFileId,
    [property: Id(2)] int Added,
    [property: Id(3)] int AlreadyThere,
    [property: Id(4)] int LeftOut);

/// <summary>Where a received document stands.</summary>
[GenerateSerializer, Alias("portal.records.ReceivedStatus")]
public enum ReceivedStatus
{
    /// <summary>To be looked through.</summary>
    Open,

    /// <summary>Looked through; what was chosen is in the record or on its way there.</summary>
    Reconciled,
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

    /// <summary>When it was reconciled (UTC).</summary>
    [Id(8)] public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>Who reconciled it.</summary>
    [Id(9)] public string ReconciledBy { get; init; } = "";

    /// <summary>How many things went into the record.</summary>
    [Id(10)] public int Added { get; init; }

    /// <summary>How many were there already.</summary>
    [Id(11)] public int AlreadyThere { get; init; }

    /// <summary>How many were left out.</summary>
    [Id(12)] public int LeftOut { get; init; }

    /// <summary>Whether some of it is still on its way into the record.</summary>
    [Id(13)] public bool IsUnderway { get; init; }
}

/// <summary>A row of the list.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ReceivedRow")]
public sealed record ReceivedRow(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset ReceivedAt,
    [property: Id(2)] string Source,
    [property: Id(3)] ReceivedStatus Status,
    [property: Id(4)] int Added);
