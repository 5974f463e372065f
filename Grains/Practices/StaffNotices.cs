using System.Collections.Immutable;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Webmail;

namespace Portal.Grains.Practices;

/// <summary>Whom of the practice a new message is told to by e-mail, and where.</summary>
public static class StaffNotices
{
    /// <summary>Members who have an address and want to hear of mail to this mailbox.</summary>
    public static ImmutableArray<StaffMember> Of(ImmutableArray<StaffMember> staff, ImmutableArray<Provider> providers, string owner) =>
        [.. staff.Where(member => Wants(member, owner) && AddressOf(member, providers).Length > 0)];

    /// <summary>The own address, else that of the provider who the person is; empty when there is none.</summary>
    public static string AddressOf(StaffMember member, ImmutableArray<Provider> providers) => member.Email.Length > 0
        ? member.Email
        : providers.FirstOrDefault(provider => provider.Id == member.ProviderId)?.Email ?? "";

    private static bool Wants(StaffMember member, string owner)
    {
        if (MailOwner.IsProvider(owner, out var provider))
            return member.ProviderId == provider && member.Notices is not MailNotices.None;
        return MailOwner.IsPool(owner, out var pool) && member.Notices is MailNotices.OwnAndShared && member.Pools.Contains(pool);
    }
}
