using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

[GrainType("record_feed")]
public sealed class RecordFeedGrain([PersistentState("record_feed", DocumentQueries.Database)] IPersistentState<RecordFeedState> stored, DocumentServices services)
    : DocumentGrain<RecordFeedState>(stored, services), IRecordFeedGrain
{
    /// <summary>What it delivers asks the record, which may be just about to owe something here.</summary>
    protected override bool WaitsForDeliveries => false;

    public Task Owe(ResourceChange change) =>
        Commit(State.Owe(Services.Ids.New(), ChangeDelivery.Kind, change.PatientId, change, Now));
}
