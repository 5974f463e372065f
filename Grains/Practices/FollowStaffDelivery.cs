using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Practices;

/// <summary>
/// Brings the sign-in of a member of the staff in line with the practice's list. It tells what the list says when it
/// is made, so that deliveries in any order end with the same. The item goes to the portal user's id.
/// </summary>
public sealed class FollowStaffDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "practice.staff";

    public static PracticeState Owe(PracticeState state, string id, string userId, DateTimeOffset now) =>
        state.Owe(id, Kind, userId, Done.Value, now);

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var slug = CallerScope.Required.Practice;
        var user = grains.GetGrain<IPortalUserGrain>(GrainKey.For(slug, item.To));
        var member = await grains.GetGrain<IPracticeGrain>(GrainKey.For(slug, IPracticeGrain.Id)).Member(item.To);
        var followed = member is null
            ? await user.Close(item.Id)
            : await user.FollowStaff(new(item.Id, member.Name, member.Roles, member.ProviderId));
        if (!followed.Succeeded)
            throw new InvalidOperationException($"The sign-in did not follow: {followed.Problems[0].Code}.");
    }
}
