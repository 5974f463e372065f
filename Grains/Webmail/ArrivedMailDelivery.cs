using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>Tells the patient side's mailbox that a message is there.</summary>
public sealed class ArrivedMailDelivery(IGrainFactory grains) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var mail = item.Payload.Deserialize<ArrivedMail>(DocumentJson.Options)!;
        var key = GrainKey.For(CallerScope.Required.Practice, item.To);
        await grains.GetGrain<IMailboxGrain>(key).Arrived(item.Id, mail.PatientId);
    }
}
