using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Webmail;

/// <summary>Which of the practice's mailboxes a person of the staff watches: the own one as provider, and the pools.</summary>
public static class StaffMailboxes
{
    public static ImmutableArray<string> Of(PracticeView? practice, Caller caller)
    {
        var member = practice?.Staff.FirstOrDefault(member => member.UserId == caller.UserId);
        var pools = member is null ? [] : member.Pools.Select(pool => $"pool:{pool}");
        return caller.ProviderId is { } provider ? [$"provider:{provider}", .. pools] : [.. pools];
    }
}
