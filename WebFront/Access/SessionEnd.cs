namespace Portal.WebFront.Access;

/// <summary>When the session of this request ends: with its cookie, as this answer leaves it, or with the session itself.</summary>
internal sealed record SessionEnd(DateTimeOffset At);

public static class SessionEnds
{
    /// <summary>0 when nobody is signed in by a cookie.</summary>
    public static int SessionSecondsLeft(this HttpContext context, DateTimeOffset now) =>
        context.Features.Get<SessionEnd>() is { } end && end.At > now ? (int)(end.At - now).TotalSeconds : 0;

    internal static void EndsSession(this HttpContext context, DateTimeOffset at)
    {
        if (context.Features.Get<SessionEnd>() is not { } end || at < end.At)
            context.Features.Set(new SessionEnd(at));
    }
}
