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

    /// <summary>Begins to watch what the page shows; the topics of an earlier call are given up.</summary>
    /// <param name="topics">Tokens that the server put on the page; others are passed over.</param>
    /// <returns>The version each topic has now.</returns>
    public async Task<Dictionary<string, string>> Watch(string[] topics)
    {
        if (topics.Length > MaxTopics)
            throw new HubException($"A page can watch {MaxTopics} topics at most.");
        await GiveUp();
        var practice = Caller.Practice;
        var watched = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in topics.Distinct(StringComparer.Ordinal))
        {
            if (tokens.KeyOf(practice, token) is not { } key)
                continue;
            await Groups.AddToGroupAsync(Context.ConnectionId, key, Context.ConnectionAborted);
            Watched[key] = token;
            watched[token] = (await front.Watch(key, token)).ToString();
        }

        return watched;
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
        sessions.Enter(socket);
        await front.Watch(topic, tokens.For(practice, LiveTopic.Session(userId)));
        sessions.Doubt(topic);
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(SessionItem, out var found) && found is SessionSocket socket)
        {
            sessions.Leave(socket);
            front.Release(socket.Topic);
        }

        foreach (var key in Watched.Keys)
            front.Release(key);
        await base.OnDisconnectedAsync(exception);
    }

    private Caller Caller => CallerFromPrincipal.Of(Context.User) ?? throw new HubException("Sign in again.");

    private DateTimeOffset CookieEnd =>
        Context.GetHttpContext()?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
            ?? time.GetUtcNow() + AccessSettings.Idle;

    private Dictionary<string, string> Watched
    {
        get
        {
            if (Context.Items.TryGetValue(TopicsItem, out var found) && found is Dictionary<string, string> watched)
                return watched;
            var made = new Dictionary<string, string>(StringComparer.Ordinal);
            Context.Items[TopicsItem] = made;
            return made;
        }
    }

    private async Task GiveUp()
    {
        foreach (var key in Watched.Keys)
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, key, Context.ConnectionAborted);
            front.Release(key);
        }

        Watched.Clear();
    }
}
