using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>On whose behalf notices of a subscription may leave, as things are at this moment.</summary>
internal sealed class SubscriberStanding(IGrainFactory grains, string practice)
{
    /// <summary>Apps of people by their connection, programs by their registration; the practice's own bridge has neither.</summary>
    public static bool MaySubscribe(Caller caller) => caller.AppId is null ? IsBridge(caller) : caller.GrantId is not null || caller.Is(Audience.Integrator);

    /// <summary>The caller; none when the connection, the app or the person's access has ended.</summary>
    /// <param name="subscriber">Who subscribed.</param>
    /// <param name="isUse">Whether something goes out to the app, which is a use of its connection; else nothing is noted.</param>
    public async Task<Caller?> Of(Subscriber subscriber, bool isUse)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        if (subscriber.AppId is not { } appId)
            return Base(subscriber) with { Roles = Audience.Integrator };
        if (subscriber.GrantId is not { } grantId)
            return await Program(appId, isUse) is { Stopped: false, Draft.Backend: true } program
                ? Base(subscriber) with { Roles = Audience.Integrator, Scope = Narrowed(subscriber, program) }
                : null;
        var grants = grains.GetGrain<IAppGrantsGrain>(GrainKey.For(practice, subscriber.UserId));
        var standing = isUse ? await grants.Use(grantId) : await grants.Standing(grantId);
        if (standing is null || await grains.GetGrain<IAppGrain>(GrainKey.For(practice, appId)).View() is not { } app)
            return null;
        return Base(subscriber) with
        {
            Roles = standing.Person.Roles & Audience.Person,
            PatientId = standing.Person.PatientId,
            ProviderId = standing.Person.ProviderId,
            Name = standing.Person.Name,
            Scope = Narrowed(subscriber, app),
        };
    }

    private Task<AppView?> Program(string appId, bool isUse)
    {
        var app = grains.GetGrain<IAppGrain>(GrainKey.For(practice, appId));
        return isUse ? app.Use() : app.View();
    }

    private static bool IsBridge(Caller caller) => caller.Is(Audience.Integrator);

    /// <summary>The registration may have become narrower since the token was given.</summary>
    private static string Narrowed(Subscriber subscriber, AppView app) =>
        string.Join(' ', AskedScopes.Within(subscriber.Scope ?? "", app.Draft.Scopes));

    private Caller Base(Subscriber subscriber) => new()
    {
        Practice = practice,
        Roles = Audience.None,
        UserId = subscriber.UserId,
        Name = subscriber.Name,
        Scope = subscriber.Scope,
        OnlyPatientId = subscriber.OnlyPatientId,
        AppId = subscriber.AppId,
        GrantId = subscriber.GrantId,
    };
}
