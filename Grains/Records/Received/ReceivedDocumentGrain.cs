using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

[GrainType(ReceivedDocumentState.GrainName)]
public sealed class ReceivedDocumentGrain(
    [PersistentState(ReceivedDocumentState.GrainName, DocumentQueries.Database)] IPersistentState<ReceivedDocumentState> stored, DocumentServices services)
    : DocumentGrain<ReceivedDocumentState>(stored, services), IReceivedDocumentGrain, IAboutPatient
{
    public string? AboutPatient => State.PatientId.Length > 0 ? State.PatientId : null;

    // What is sent again under the id was stored as another file with the same content.
    public Task<Result<Done>> Receive(ReceiveDocument command) => Decide<Done>(
        Asked(Key.Id, "receive", command with { FileId = "" }), state => ReceivedDocumentRules.Receive(state, command, CallerScope.Required, Now));

    public Task<ReceivedDocumentView?> View() => Task.FromResult(Exists ? State.ToView(Key.Id, IsDelivering) : null);

    public Task<Result<Done>> Take(TakeReceived command) => Decide<Done>(
        Asked(command.RequestId, "take", command with { DraftsFileId = "" }), state => ReceivedDocumentRules.Take(state, command, Key.Id, CallerScope.Required, Now));

    public Task<Result<Done>> Refuse(RefuseReceived command) => Decide<Done>(
        Asked(command.RequestId, "refuse", command), state => ReceivedDocumentRules.Refuse(state, CallerScope.Required, Now));

    public Task<Result<Done>> Withdraw(WithdrawReceived command) => Decide<Done>(
        Asked(command.RequestId, "withdraw", command with { DraftsFileId = "" }),
        state => ReceivedDocumentRules.Withdraw(state, command, Key.Id, IsDelivering, CallerScope.Required, Now));

    /// <summary>Whoever has it open sees what became of it, and that the record is written.</summary>
    protected override void Announce(ReceivedDocumentState before, ReceivedDocumentState after)
    {
        if (after.PatientId.Length > 0)
            Services.Publish(Key.Practice, LiveTopic.Record(after.PatientId));
    }
}
