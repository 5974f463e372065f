using System.Text.Json.Serialization;

namespace Portal.Grains.Interfaces.Access;

/// <summary>On whose behalf a call is made. It travels sealed with every grain call and is checked on arrival.</summary>
public sealed record Caller
{
    /// <summary>The practice whose grains may be called, or <see cref="GrainKey.Platform"/>.</summary>
    public required string Practice { get; init; }

    /// <summary>What the caller may do.</summary>
    public required Audience Roles { get; init; }

    /// <summary>The portal user's id; empty for a visitor and for the portal itself.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The patient record that the signed-in person is, if any.</summary>
    public string? PatientId { get; init; }

    /// <summary>The provider that the signed-in staff member is, if any.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The name to show beside what the person does. Never logged.</summary>
    public string Name { get; init; } = "";

    /// <summary>The scopes of the app's token, when an app calls; none when nothing narrows what the roles may.</summary>
    public string? Scope { get; init; }

    /// <summary>The patient whose record the token's scopes of <c>patient/</c> open, if it is for one patient.</summary>
    public string? OnlyPatientId { get; init; }

    /// <summary>The app that calls on the person's behalf, if it is not the portal's own pages.</summary>
    public string? AppId { get; init; }

    /// <summary>The person's connection by which the app calls; none for a program that works for itself.</summary>
    public string? GrantId { get; init; }

    /// <summary>Whether nothing but the record of <see cref="OnlyPatientId"/> is open: the token has no scopes of <c>user/</c> or <c>system/</c>.</summary>
    [JsonIgnore]
    public bool IsForOnePatient => OnlyPatientId is not null && (Scope is null || ResourceScope.In(Scope).All(scope => scope.Context == "patient"));

    /// <summary>Whether the caller has one of the roles.</summary>
    public bool Is(Audience audience) => (Roles & audience) != 0;

    /// <summary>The portal itself, within one practice.</summary>
    public static Caller System(string practice) => new() { Practice = practice, Roles = Audience.System, Name = "Portal" };

    /// <summary>Somebody who has not signed in.</summary>
    public static Caller Visitor(string practice) => new() { Practice = practice, Roles = Audience.Visitor };
}
