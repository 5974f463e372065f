using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>An app that a person has connected.</summary>
/// <param name="Id">The connection's id.</param>
/// <param name="AppId">The app.</param>
/// <param name="PatientId">For whose record, if it is for one.</param>
/// <param name="Scope">What was agreed to.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it ends by itself as things are.</param>
/// <param name="Lasting">Whether it goes on while the app uses it.</param>
/// <param name="LastUsedAt">When the app was last given data, to a few minutes.</param>
/// <param name="WithSession">Whether it ends when the person signs out, or does nothing here for a while.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.GrantView")]
public sealed record GrantView(
    [property: Id(0)] string Id,
    [property: Id(1)] string AppId,
    [property: Id(2)] string? PatientId,
    [property: Id(3)] string Scope,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] DateTimeOffset Until,
    [property: Id(6)] bool Lasting,
    [property: Id(7)] DateTimeOffset? LastUsedAt,
    [property: Id(8)] bool WithSession);

/// <summary>On whose behalf an app may go on, as things are now.</summary>
/// <param name="Person">Who connected it, with the roles of this moment.</param>
/// <param name="Grant">What was agreed to.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.AppStanding")]
public sealed record AppStanding([property: Id(0)] PersonView Person, [property: Id(1)] GrantView Grant);
