using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>Tells the patient side's mailbox that a message is there, if its owner may still read it.</summary>
public sealed class ArrivedMailDelivery(IGrainFactory grains) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var mail = item.Payload.Deserialize<ArrivedMail>(DocumentJson.Options)!;
        var practice = CallerScope.Required.Practice;
        if (!await grains.GetGrain<IPatientGrain>(GrainKey.For(practice, mail.About)).MayBeSeenBy(mail.PatientId))
            return;
        await grains.GetGrain<IMailboxGrain>(GrainKey.For(practice, item.To)).Arrived(item.Id, mail.PatientId);
    }
}
