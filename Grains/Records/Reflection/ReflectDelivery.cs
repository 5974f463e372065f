using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
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

/// <summary>Lets the records of those for whom somebody pays or acts follow the name of that person. The item goes to the person's id.</summary>
internal sealed class ReflectRelativeDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "record.relative";

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var practice = CallerScope.Required.Practice;
        var dependants = await grains.GetGrain<IPatientDirectoryGrain>(GrainKey.For(practice, IPatientDirectoryGrain.Id)).Dependants(item.To);
        foreach (var dependant in dependants)
            await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, dependant)).ReflectPatient([PatientReflection.RelativeNames]);
    }
}

/// <summary>Lets the record follow what was changed about a visit in the portal. The item goes to the patient's id.</summary>
internal sealed class ReflectVisitDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "record.visit";

    public Task Deliver(OutboxItem item, CancellationToken cancellation) => grains
        .GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, item.To))
        .ReflectVisit(item.Payload.Deserialize<string>(DocumentJson.Options)!);
}

/// <summary>Lets the practice's resources follow what was changed in its settings.</summary>
internal sealed class ReflectRosterDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "record.roster";

    public Task Deliver(OutboxItem item, CancellationToken cancellation) => grains
        .GetGrain<IRecordGrain>(GrainKey.For(CallerScope.Required.Practice, RecordId.PracticeWide))
        .ReflectRoster(item.Payload.Deserialize<ImmutableArray<RosterChange>>(DocumentJson.Options));
}
