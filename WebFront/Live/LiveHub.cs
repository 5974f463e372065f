using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Access;

namespace Portal.WebFront.Live;

/// <summary>The browser's socket. It carries topics and versions, never content; what changed is fetched as a page.</summary>
[Authorize]
public sealed class LiveHub(LiveFront front, LiveSessions sessions, LiveTokens tokens, IGrainFactory grains, TimeProvider time) : Hub
{
    /// <summary>Topics one page may watch.</summary>
    public const int MaxTopics = 64;

    /// <summary>Where it is, after the practice.</summary>
    public const string Address = "/live";

    private const string TopicsItem = "topics";
    private const string SessionItem = "session";

    /// <summary>
    /// Begins to watch what the page shows; the topics of an earlier call that are not named again are given up. All
    /// are joined before the first is leased, and leased side by side, so that a topic on a silo that just died keeps
    /// the page from hearing of no other.
    /// </summary>
    /// <param name="topics">Tokens that the server put on the page; others are passed over.</param>
    /// <returns>The version each topic has now.</returns>
    public async Task<Dictionary<string, string>> Watch(string[] topics)
    {
        if (topics.Length > MaxTopics)
            throw new HubException($"A page can watch {MaxTopics} topics at most.");
        var wanted = WantedOf(topics);
        foreach (var (key, token) in wanted)
        {
            if (Topics.Take(key, token))
                await Groups.AddToGroupAsync(Context.ConnectionId, key, Context.ConnectionAborted);
        }

        foreach (var key in Topics.KeepOnly(wanted.Keys))
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, key, Context.ConnectionAborted);
        var versions = await Task.WhenAll(wanted.Select(async topic => (Token: topic.Value, Version: await front.Lease(topic.Key))));
        return versions.ToDictionary(topic => topic.Token, topic => topic.Version.ToString(), StringComparer.Ordinal);
    }

    /// <summary>The person is writing in a conversation.</summary>
    public async Task Writing(string conversationId)
    {
        using var caller = CallerScope.Use(Caller);
        if (GrainKey.TryParse($"{Caller.Practice}/{conversationId}", out var key))
            await grains.GetGrain<IConversationGrain>(key.ToString()).Writing();
    }

    /// <summary>Asked after once more when the topic is leased: the session may have ended just before.</summary>
    public override async Task OnConnectedAsync()
    {
        var (practice, userId) = (Caller.Practice, Caller.UserId);
        var topic = GrainKey.For(practice, LiveTopic.Session(userId));
        var socket = new SessionSocket(
            topic,
            GrainKey.Parse(GrainKey.For(practice, userId)),
            Context.User?.SessionId() ?? "",
            CookieEnd,
            Context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose);
        Context.Items[SessionItem] = socket;
        Context.Items[TopicsItem] = new SocketTopics(front);
        sessions.Enter(socket);
        front.Enter(topic, tokens.For(practice, LiveTopic.Session(userId)));
        try
        {
            await front.Lease(topic);
            sessions.Doubt(topic);
            await base.OnConnectedAsync();
        }
        catch
        {
            // Of a socket that did not come to stand nobody says that it ended.
            Leave();
            throw;
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        Leave();
        await base.OnDisconnectedAsync(exception);
    }

    private void Leave()
    {
        if (Context.Items.TryGetValue(SessionItem, out var found) && found is SessionSocket socket)
        {
            sessions.Leave(socket);
            front.Release(socket.Topic);
        }

        if (Context.Items.TryGetValue(TopicsItem, out var taken) && taken is SocketTopics topics)
            topics.End();
    }

    private Caller Caller => CallerFromPrincipal.Of(Context.User) ?? throw new HubException("Sign in again.");

    private DateTimeOffset CookieEnd =>
        Context.GetHttpContext()?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
            ?? time.GetUtcNow() + SessionTimes.Idle;

    private SocketTopics Topics => (SocketTopics)Context.Items[TopicsItem]!;

    /// <summary>The grain key and the token of each topic that a page of this practice may name.</summary>
    private Dictionary<string, string> WantedOf(string[] topics)
    {
        var practice = Caller.Practice;
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in topics)
        {
            if (tokens.KeyOf(practice, token) is { } key)
                wanted[key] = token;
        }

        return wanted;
    }
}
