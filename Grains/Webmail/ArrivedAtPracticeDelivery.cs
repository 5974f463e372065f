using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Practices;

namespace Portal.Grains.Webmail;

/// <summary>Tells everybody of the practice who wants to hear of it that a patient has written. It goes to a mailbox's owner.</summary>
public sealed class ArrivedAtPracticeDelivery(IGrainFactory grains) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var slug = CallerScope.Required.Practice;
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(slug, IPracticeGrain.Id)).View();
        if (practice is null)
            return;
        foreach (var member in StaffNotices.Of(practice.Staff, practice.Providers, item.To))
            await grains.GetGrain<IMailboxGrain>(GrainKey.For(slug, MailOwner.User(member.UserId))).ArrivedForStaff(item.Id);
    }
}
