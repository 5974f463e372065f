using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>How an app proves that it is itself.</summary>
[GenerateSerializer, Alias("portal.apps.AppProof")]
public enum AppProof
{
    /// <summary>Not at all: it runs in a browser or on a phone, where nothing can be kept secret.</summary>
    None,

    /// <summary>By a secret that the portal drew.</summary>
    Secret,

    /// <summary>By signing with a private key (<c>private_key_jwt</c>).</summary>
    Key,
}

/// <summary>What a practice says of an app.</summary>
[GenerateSerializer, Immutable, Alias("portal.apps.AppDraft")]
public sealed record AppDraft
{
    /// <summary>As patients know it.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Where people read about it; may be empty.</summary>
    [Id(1)] public string Homepage { get; init; } = "";

    /// <summary>How it proves that it is itself.</summary>
    [Id(2)] public AppProof Proof { get; init; }

    /// <summary>Whether it works for itself, without a person (SMART backend services).</summary>
    [Id(3)] public bool Backend { get; init; }

    /// <summary>Where people are sent back to; compared exactly.</summary>
    [Id(4)] public ImmutableArray<string> Redirects { get; init; } = [];

    /// <summary>Where it is opened from a patient's page of the staff; may be empty.</summary>
    [Id(5)] public string LaunchUrl { get; init; } = "";

    /// <summary>The most that it may ask for, as SMART scopes with a space between.</summary>
    [Id(6)] public string Scopes { get; init; } = "";

    /// <summary>Its public keys as a JSON Web Key Set; empty when they are fetched.</summary>
    [Id(7)] public string Keys { get; init; } = "";

    /// <summary>Where its public keys are fetched from; empty when they stand here.</summary>
    [Id(8)] public string KeysUrl { get; init; } = "";
}

/// <summary>A registered app.</summary>
[GenerateSerializer, Immutable, Alias("portal.apps.AppView")]
public sealed record AppView
{
    /// <summary>Its id, which is the <c>client_id</c> as well.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What the practice says of it.</summary>
    [Id(1)] public required AppDraft Draft { get; init; }

    /// <summary>SHA-256 of its secret in hexadecimal digits, if it has one.</summary>
    [Id(2)] public string? SecretSha256 { get; init; }

    /// <summary>Whether the practice has stopped it: nothing that it holds opens anything.</summary>
    [Id(3)] public bool Stopped { get; init; }

    /// <summary>When it was registered.</summary>
    [Id(4)] public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it was last given data, to a few minutes; none when it never was.</summary>
    [Id(5)] public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>What people may know of an app.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">As patients know it.</param>
/// <param name="Homepage">Where people read about it; may be empty.</param>
/// <param name="Stopped">Whether the practice has stopped it.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.AppCard")]
public sealed record AppCard(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Homepage,
    [property: Id(3)] bool Stopped);

/// <summary>An app in the practice's list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">As patients know it.</param>
/// <param name="LaunchUrl">Where the staff opens it from a patient's page; may be empty.</param>
/// <param name="Stopped">Whether the practice has stopped it.</param>
/// <param name="LastUsedAt">When it was last given data.</param>
/// <param name="People">How many people have connected it and not stopped it.</param>
[GenerateSerializer, Immutable, Alias("portal.apps.AppRow")]
public sealed record AppRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string LaunchUrl,
    [property: Id(3)] bool Stopped,
    [property: Id(4)] DateTimeOffset? LastUsedAt,
    [property: Id(5)] int People);
