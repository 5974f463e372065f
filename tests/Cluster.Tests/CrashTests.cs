using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>A message that was acknowledged is there, once, whatever dies.</summary>
[Collection(SharedCluster.Name)]
public sealed class CrashTests(PortalCluster cluster)
{
    private const int ConversationsEach = 2;
    private const int MessagesEach = 30;
    private const int KillAfter = 30;
    private const int RepeatedEach = 10;

    [Fact]
    public Task No_acknowledged_message_is_lost_or_doubled_when_a_silo_is_killed() =>
        cluster.Told(() => KillWhileSending(cluster.Silos[1], cluster.Fronts));

    [Fact]
    public Task No_acknowledged_message_is_lost_or_doubled_when_a_web_front_is_killed() =>
        cluster.Told(() => KillWhileSending(cluster.Fronts[0], cluster.Fronts));

    private async Task KillWhileSending(PortalNode victim, IReadOnlyList<PortalNode> fronts)
    {
        var senders = await Begin(fronts[0], victim.Name);
        try
        {
            var acknowledged = 0;
            var sending = senders.Select(sender => sender.Send(fronts, MessagesEach, () =>
            {
                if (Interlocked.Increment(ref acknowledged) == KillAfter)
                    victim.Kill();
            }));
            await Task.WhenAll(sending);

            Assert.False(victim.Runs);
            var left = fronts.First(front => front.Runs);
            await AssertExactlyOnce(senders, left);
            await Task.WhenAll(senders.Select(sender => sender.SendAgain(left, RepeatedEach)));
            await AssertExactlyOnce(senders, left);
        }
        finally
        {
            foreach (var sender in senders)
                sender.Dispose();
            await cluster.Restore();
        }
    }

    private static async Task<IReadOnlyList<Correspondence>> Begin(PortalNode front, string what)
    {
        var senders = new List<Correspondence>();
        foreach (var patient in DemoSignIns.Patients)
        {
            for (var number = 1; number <= ConversationsEach; number++)
                senders.Add(await Correspondence.Begin(front, patient, $"While {what} dies ({number})"));
        }

        return senders;
    }

    /// <summary>As the practice sees it, whose page nobody of the senders made.</summary>
    private static async Task AssertExactlyOnce(IReadOnlyList<Correspondence> senders, PortalNode front)
    {
        using var staff = await PortalCluster.SignIn(front, "tomas.rivera");
        foreach (var sender in senders)
        {
            await staff.Open($"/{PortalCluster.Practice}/staff/inbox/{sender.Id}");
            Assert.Equal(sender.Acknowledged, Correspondence.Shown(staff));
        }
    }
}
