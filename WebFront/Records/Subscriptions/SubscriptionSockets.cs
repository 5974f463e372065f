using Portal.Grains.Interfaces;
using Portal.WebFront.Access;
using Portal.WebFront.Live;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>The sockets of this web front by which subscribers hear of events.</summary>
public sealed class SubscriptionSockets(
    IGrainFactory grains, LiveFront front, LiveListeners listeners, LiveTokens topics, SubscriptionTokens tokens, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<SubscriptionSockets> log)
{
    /// <summary>Where they are opened, below the practice's FHIR address.</summary>
    public const string Path = "$subscription-socket";

    private readonly CancellationToken _stopping = lifetime.ApplicationStopping;
    private readonly SocketPlaces _places = new();

    /// <summary>
    /// GET /$subscription-socket: a websocket. The subscriber sends <c>bind-with-token</c> and the token; then come the notices
    /// of its subscriptions, each as one text. 400 when it is no websocket, 503 when there are too many, or too many without a
    /// token.
    /// </summary>
    internal static async Task<IResult> Open(HttpContext context, string practice, SubscriptionSockets sockets)
    {
        if (!context.WebSockets.IsWebSocketRequest || !GrainKey.IsSlug(practice))
            return new FhirRefusal(StatusCodes.Status400BadRequest, "not-supported", "This address is for websockets.").Answer();
        using var place = sockets._places.Take(NetworkLimit.NetworkOf(context.Connection.RemoteIpAddress));
        if (place is null)
            return new FhirRefusal(StatusCodes.Status503ServiceUnavailable, "throttled", "There are too many sockets. Try again later.").Answer();
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var bound = new SubscriptionSocket(socket, practice, place, sockets.Surroundings);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, sockets._stopping);
        await bound.Run(ended.Token);
        return Results.Empty;
    }

    private SocketSurroundings Surroundings { get; } = new(grains, front, listeners, topics, tokens, time, log);
}

/// <summary>What a socket needs.</summary>
internal sealed record SocketSurroundings(
    IGrainFactory Grains, LiveFront Front, LiveListeners Listeners, LiveTokens Topics, SubscriptionTokens Tokens, TimeProvider Time, ILogger Log);
