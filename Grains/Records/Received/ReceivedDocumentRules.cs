using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

public static class ReceivedDocumentRules
{
    /// <summary>The kind of the outbox item that stores what was chosen.</summary>
    public const string Delivery = "received-document";

    public static Decision<ReceivedDocumentState, Done> Receive(ReceivedDocumentState state, ReceiveDocument command, Caller caller, DateTimeOffset now) =>
        state.FileId.Length > 0
            ? Decide.Unchanged(state, Done.Value)
            : Decide.Next(
                new ReceivedDocumentState
                {
                    PatientId = command.PatientId,
                    FileId = command.FileId,
                    FileName = command.FileName,
                    Size = command.Size,
                    Sha256 = command.Sha256,
                    Source = command.Source,
                    Title = command.Title,
                    Made = command.Made,
                    ReceivedAt = now,
                    ReceivedBy = caller.Name,
                },
                Done.Value);

    public static Decision<ReceivedDocumentState, Done> Take(ReceivedDocumentState state, TakeReceived command, string id, Caller caller, DateTimeOffset now)
    {
        if (Closed(state) is { } problem)
            return problem;
        var reconciled = state with
        {
            Status = ReceivedStatus.Reconciled,
            ReconciledAt = now,
            ReconciledBy = caller.Name,
            Added = command.Added,
            AlreadyThere = command.AlreadyThere,
            LeftOut = command.LeftOut,
            MadeSure = command.MadeSure ? true : null,
        };
        return Decide.Next(reconciled.Owe(command.RequestId, Delivery, state.PatientId, new ReceivedDrafts(command.DraftsFileId, id), now), Done.Value);
    }

    public static Decision<ReceivedDocumentState, Done> Refuse(ReceivedDocumentState state, Caller caller, DateTimeOffset now) =>
        Closed(state) is { } problem
            ? problem
            : Decide.Next(state with { Status = ReceivedStatus.Refused, ReconciledAt = now, ReconciledBy = caller.Name }, Done.Value);

    /// <param name="state">The document.</param>
    /// <param name="command">Brings what was written, marked as entered in error.</param>
    /// <param name="id">The document's id.</param>
    /// <param name="isUnderway">Whether what was taken over is still being written.</param>
    /// <param name="caller">Who undoes it.</param>
    /// <param name="now">When.</param>
    public static Decision<ReceivedDocumentState, Done> Withdraw(
        ReceivedDocumentState state, WithdrawReceived command, string id, bool isUnderway, Caller caller, DateTimeOffset now)
    {
        if (state.Status is not ReceivedStatus.Reconciled)
            return new Problem("received.not_taken", "Nothing of this document is in the record. Reload the page to see how it stands.");
        if (isUnderway)
            return new Problem("received.underway", "The record is still being written. Try again in a moment.");
        var withdrawn = state with { Status = ReceivedStatus.Withdrawn, WithdrawnAt = now, WithdrawnBy = caller.Name };
        return Decide.Next(
            withdrawn.Owe(command.RequestId, Delivery, state.PatientId, new ReceivedDrafts(command.DraftsFileId, id, ReceivedResources.Document(id)), now),
            Done.Value);
    }

    private static Problem? Closed(ReceivedDocumentState state) => state switch
    {
        { FileId: "" } => new("received.unknown", "There is no such document."),
        { Status: ReceivedStatus.Refused } => new("received.refused", $"{state.ReconciledBy} has found this document to be about somebody else. Reload the page."),
        { Status: not ReceivedStatus.Open } =>
            new("received.reconciled", $"{state.ReconciledBy} has looked through this document already. Reload the page to see what was taken over."),
        _ => null,
    };
}

/// <summary>The outbox item's payload.</summary>
/// <param name="FileId">The stored file of what goes into the record.</param>
/// <param name="DocumentId">The received document.</param>
/// <param name="Removed">The Binary that is deleted from it.</param>
public sealed record ReceivedDrafts(string FileId, string DocumentId, string? Removed = null);
