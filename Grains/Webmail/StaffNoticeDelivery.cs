using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Notices;
using Portal.Grains.Practices;

namespace Portal.Grains.Webmail;

/// <summary>
/// Sends a member of the staff the e-mail that says only that a message waits. The address is read when it is sent; the
/// item goes to the portal user's id.
/// </summary>
public sealed class StaffNoticeDelivery(IGrainFactory grains, INoticeSender sender) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(CallerScope.Required.Practice, IPracticeGrain.Id)).View();
        if (practice?.Staff.FirstOrDefault(member => member.UserId == item.To) is not { Notices: not MailNotices.None } member)
            return;
        var address = StaffNotices.AddressOf(member, practice.Providers);
        if (address.Length == 0)
            return;
        await sender.Send(
            new Notice(
                item.Id,
                address,
                "A secure message is waiting for you",
                $"A patient has written to you or to an inbox that you watch at {practice.Card.Name}.\n\nPlease go to this address and sign in to read it:\n{practice.Card.PatientFacingUrl}\n\nDo not answer this e-mail. No further one is sent until you have looked at your inbox."),
            cancellation);
    }
}
