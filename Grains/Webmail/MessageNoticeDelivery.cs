using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Notices;

namespace Portal.Grains.Webmail;

/// <summary>
/// Sends the e-mail that says only that a message waits (domain.md A7). The address is read when it is sent, so that
/// no document holds it a second time.
/// </summary>
public sealed class MessageNoticeDelivery(IGrainFactory grains, INoticeSender sender) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var practice = CallerScope.Required.Practice;
        var notice = item.Payload.Deserialize<MessageNotice>(DocumentJson.Options)!;
        var patient = await grains.GetGrain<IPatientGrain>(GrainKey.For(practice, notice.PatientId)).View();
        if (patient is null || patient.Demographics.Email.Length == 0 || !patient.Preferences.EmailOnMessage)
            return;
        var card = await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).Card();
        await sender.Send(
            new Notice(
                item.Id,
                patient.Demographics.Email,
                "You have a secure message waiting for you",
                $"{card?.Name} has sent you a secure message.\n\nPlease go to this address and sign in to read it:\n{card?.PatientFacingUrl}\n\nDo not answer this e-mail. In an emergency call 911 or the practice: {card?.Phone}"),
            cancellation);
    }
}
