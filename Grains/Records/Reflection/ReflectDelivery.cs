using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Reflection;

/// <summary>Lets the record follow what was changed about a patient in the portal. The item goes to the patient's id.</summary>
internal sealed class ReflectPatientDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "record.patient";

    public Task Deliver(OutboxItem item, CancellationToken cancellation) => grains
        .GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To))
        .ReflectPatient(item.Payload.Deserialize<ImmutableArray<string>>(DocumentJson.Options));
}

/// <summary>Lets the record follow what was changed about a visit in the portal. The item goes to the patient's id.</summary>
internal sealed class ReflectVisitDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "record.visit";

    public Task Deliver(OutboxItem item, CancellationToken cancellation) => grains
        .GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To))
        .ReflectVisit(item.Payload.Deserialize<string>(DocumentJson.Options)!);
}
