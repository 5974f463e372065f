using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>
/// A program that a practice lets ask for data. Key: <c>{practice}/{practice}.{id}</c>; the id has the practice in
/// front, so that no two practices can have an app of the same <c>client_id</c>.
/// </summary>
[Alias("portal.apps.IAppGrain")]
public interface IAppGrain : IGrainWithStringKey
{
    /// <summary>The app; none when it is not registered here.</summary>
    [Alias("View"), AllowedFor(Audience.Administrator | Audience.System), AlwaysInterleave]
    Task<AppView?> View();

    /// <summary>What its people may know of it, also when it is stopped; none when it is not registered here.</summary>
    [Alias("Card"), AllowedFor(Audience.Person | Audience.System), AlwaysInterleave]
    Task<AppCard?> Card();

    /// <summary>Registers the app, or replaces what is said of it.</summary>
    /// <returns><c>app.*</c> problems, one per field.</returns>
    [Alias("Save"), AllowedFor(Audience.Administrator | Audience.System), Audited("app.save")]
    Task<Result<Done>> Save(SaveApp command);

    /// <summary>Stops the app at once, or lets it go on.</summary>
    [Alias("SetStopped"), AllowedFor(Audience.Administrator | Audience.System), Audited("app.stop")]
    Task<Result<Done>> SetStopped(string requestId, bool stopped);

    /// <summary>The app is about to be given data: it is noted, to a few minutes.</summary>
    /// <returns>The app; none when it is not registered here, or stopped.</returns>
    [Alias("Use"), AllowedFor(Audience.System)]
    Task<AppView?> Use();
}
