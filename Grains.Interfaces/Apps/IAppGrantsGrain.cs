using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>The apps that one person has connected. Key: <c>{practice}/{userId}</c>.</summary>
[Alias("portal.apps.IAppGrantsGrain")]
public interface IAppGrantsGrain : IGrainWithStringKey
{
    /// <summary>Connects an app. Only the person may, and only for a record that the person may see.</summary>
    /// <returns>The connection's id, or <c>app.*</c> problems.</returns>
    [Alias("Grant"), AllowedFor(Audience.Person), Audited("app.connect")]
    Task<Result<string>> Grant(GrantApp command);

    /// <summary>Ends a connection at once. Only the person may, and the portal itself.</summary>
    [Alias("Stop"), AllowedFor(Audience.Person | Audience.System), Audited("app.disconnect")]
    Task<Result<Done>> Stop(string requestId, string grantId);

    /// <summary>The person's connections that hold, the latest first.</summary>
    [Alias("List"), AllowedFor(Audience.Person | Audience.System), AlwaysInterleave]
    Task<ImmutableArray<GrantView>> List();

    /// <summary>As <see cref="Use"/>, for somebody who only asks what a token is worth: nothing is noted.</summary>
    [Alias("Standing"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<AppStanding?> Standing(string grantId);

    /// <summary>
    /// The app is about to be given data by a connection, or a new token for it: it is noted, to a few minutes.
    /// </summary>
    /// <returns>On whose behalf; none when the connection, the app or the person's access has ended.</returns>
    [Alias("Use"), AllowedFor(Audience.System)]
    Task<AppStanding?> Use(string grantId);
}
