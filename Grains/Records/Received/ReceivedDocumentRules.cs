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
                    ReceivedAt = now,
                    ReceivedBy = caller.Name,
                },
                Done.Value);

    public static Decision<ReceivedDocumentState, Done> Take(ReceivedDocumentState state, TakeReceived command, string id, Caller caller, DateTimeOffset now)
    {
        if (state.FileId.Length == 0)
            return new Problem("received.unknown", "There is no such document.");
        if (state.Status is ReceivedStatus.Reconciled)
            return new Problem("received.reconciled", $"{state.ReconciledBy} has looked through this document already. Reload the page to see what was taken over.");
        var reconciled = state with
        {
            Status = ReceivedStatus.Reconciled,
            ReconciledAt = now,
            ReconciledBy = caller.Name,
            Added = command.Added,
            AlreadyThere = command.AlreadyThere,
            LeftOut = command.LeftOut,
        };
        return Decide.Next(reconciled.Owe(command.RequestId, Delivery, state.PatientId, new ReceivedDrafts(command.DraftsFileId, id), now), Done.Value);
    }
}

/// <summary>The outbox item's payload: the stored file of what goes into the record.</summary>
/// <param name="FileId">The file.</param>
/// <param name="DocumentId">The received document.</param>
public sealed record ReceivedDrafts(string FileId, string DocumentId);
