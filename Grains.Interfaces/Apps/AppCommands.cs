namespace Portal.Grains.Interfaces.Apps;

/// <summary>Registers the app of the key, or replaces what is said of it.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Draft">All of it.</param>
/// <param name="SecretSha256">SHA-256 of a new secret, in hexadecimal digits; none to keep the one that there is.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.SaveApp")]
public sealed record SaveApp([property: Id(0)] string RequestId, [property: Id(1)] AppDraft Draft, [property: Id(2)] string? SecretSha256);

/// <summary>Connects an app to the signed-in person, who has agreed.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="AppId">The app.</param>
/// <param name="PatientId">For whose record, if it is for one.</param>
/// <param name="Scope">What was agreed to, as SMART scopes with a space between.</param>
/// <param name="Lasting">Whether it stays connected until somebody stops it.</param>
/// <param name="SessionId">The person's session that it ends with; none for one that lasts, or only as long as one token holds.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.GrantApp")]
public sealed record GrantApp(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string AppId,
    [property: Id(2)] string? PatientId,
    [property: Id(3)] string Scope,
    [property: Id(4)] bool Lasting,
    [property: Id(5)] string? SessionId = null);
