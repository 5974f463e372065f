using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Access;

/// <summary>Makes a username lasting or lets it go.</summary>
internal sealed class NameDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "access.name";

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var owed = item.Payload.Deserialize<OwedName>(DocumentJson.Options)!;
        var name = grains.GetGrain<ILoginNameGrain>(item.To);
        if (!owed.Keeps)
            await name.Release(owed.UserId, owed.Claim);
        else if (await name.Keep(owed.UserId, owed.Claim) is { Succeeded: false } refused)
            throw new InvalidOperationException($"The username could not be kept: {refused.Problems[0].Code}.");
    }
}

/// <summary>Tells a patient's record that the one-time password was used up, or of another username. Goes to the patient's id.</summary>
internal sealed class AccessUsedDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "access.used";

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var patient = grains.GetGrain<IPatientGrain>(GrainKey.For(CallerScope.Required.Practice, item.To));
        var owed = item.Payload.Deserialize<OwedUse>(DocumentJson.Options)!;
        var told = await patient.AccessUsed(item.Id, owed.UserName, owed.Issue);
        if (!told.Succeeded)
            throw new InvalidOperationException($"The patient's record refused: {told.Problems[0].Code}.");
    }
}
