using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>A page that stays open goes on hearing of everything when a silo dies under it.</summary>
[Collection(SharedCluster.Name)]
public sealed class LiveAfterCrashTests(PortalCluster cluster)
{
    // So many that some of their topics are on the silo that dies.
    private const int ConversationsEach = 4;

    private static readonly TimeSpan _untilLeasedAgain = TimeSpan.FromMinutes(1);

    /// <summary>Half of what a renewal takes to come round, so that not all of them can be heard by renewals.</summary>
    private static readonly TimeSpan _atOnce = TimeSpan.FromSeconds(7);

    [Fact]
    public Task Messages_are_heard_at_the_other_front_after_a_silo_was_killed() => cluster.Told(async () =>
    {
        var (here, there) = (cluster.Fronts[0], cluster.Fronts[1]);
        var senders = new List<Correspondence>();
        foreach (var patient in DemoSignIns.Patients)
        {
            for (var number = 1; number <= ConversationsEach; number++)
                senders.Add(await Correspondence.Begin(here, patient, $"Heard before and after ({number})"));
        }

        using var staff = await PortalCluster.SignIn(there, "tomas.rivera");
        await using var ear = await Ear.Open(staff, there, senders);
        try
        {
            await Send(senders, here, ear, _atOnce);

            cluster.Silos[2].Kill();
            await Send(senders, here, ear, _untilLeasedAgain);

            await Send(senders, here, ear, _atOnce);
        }
        finally
        {
            foreach (var sender in senders)
                sender.Dispose();
            await cluster.Restore();
        }
    });

    /// <summary>A message in each conversation; each of them is to be heard within the time.</summary>
    private static async Task Send(List<Correspondence> senders, PortalNode front, Ear ear, TimeSpan within)
    {
        foreach (var sender in senders)
        {
            var heard = ear.Next(sender);
            await sender.Send([front], 1, () => { });
            await heard.WaitAsync(within);
        }
    }

    /// <summary>A connection that watches conversations, each of which has a topic of its own on one of the silos.</summary>
    private sealed class Ear : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _topics = new(StringComparer.Ordinal);
        private readonly HubConnection _socket;

        private Ear(HubConnection socket) => _socket = socket;

        public static async Task<Ear> Open(PortalBrowser browser, PortalNode front, List<Correspondence> conversations)
        {
            var ear = new Ear(LiveMessageTests.Socket(browser, front));
            foreach (var conversation in conversations)
            {
                await browser.Open($"/{PortalCluster.Practice}/staff/inbox/{conversation.Id}");
                ear._topics[conversation.Id] = browser.Page.QuerySelector("#thread")!.GetAttribute("data-live")!;
            }

            ear._socket.On<string, string>("changed", (topic, _) => ear.Heard(topic));
            await ear._socket.StartAsync();
            var watched = await ear._socket.InvokeAsync<Dictionary<string, string>>("Watch", ear._topics.Values.ToArray());
            Assert.Equal(conversations.Count, watched.Count);
            return ear;
        }

        /// <summary>Ends when the next notice of the conversation comes.</summary>
        public Task Next(Correspondence conversation)
        {
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[_topics[conversation.Id]] = waiting;
            return waiting.Task;
        }

        public ValueTask DisposeAsync() => _socket.DisposeAsync();

        private void Heard(string topic)
        {
            if (_waiting.TryRemove(topic, out var waiting))
                waiting.TrySetResult();
        }
    }
}
