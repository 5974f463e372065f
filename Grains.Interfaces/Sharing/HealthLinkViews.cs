using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Sharing;

/// <summary>Whether a link works, and if not, why.</summary>
[GenerateSerializer, Alias("portal.sharing.HealthLinkStanding")]
public enum HealthLinkStanding
{
    /// <summary>It works.</summary>
    Open,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody took it back.</summary>
    Revoked,

    /// <summary>It could be viewed once, and was.</summary>
    Used,

    /// <summary>Too many wrong passcodes.</summary>
    Locked,

    /// <summary>Its file is gone before its time, so it opens nothing.</summary>
    Lost,
}

/// <summary>A link as those see it who may revoke it.</summary>
[GenerateSerializer, Immutable, Alias("portal.sharing.HealthLinkView")]
public sealed record HealthLinkView
{
    /// <summary>The id; nobody can open the link by it.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose summary it is.</summary>
    [Id(1)] public required string PatientId { get; init; }

    /// <summary>What the receiver reads above it.</summary>
    [Id(2)] public required string Label { get; init; }

    /// <summary>The name of the person who made it.</summary>
    [Id(3)] public required string MadeBy { get; init; }

    /// <summary>When it was made, which is how old its content is (UTC).</summary>
    [Id(4)] public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it ends by itself (UTC).</summary>
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it works now.</summary>
    [Id(6)] public required HealthLinkStanding Standing { get; init; }

    /// <summary>When it ended (UTC); none while it works, and none when its file is lost.</summary>
    [Id(7)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it asks for a passcode.</summary>
    [Id(8)] public required bool HasPasscode { get; init; }

    /// <summary>Whether its file is given once only.</summary>
    [Id(9)] public required bool ViewOnce { get; init; }

    /// <summary>How often it was opened.</summary>
    [Id(10)] public required int Opened { get; init; }

    /// <summary>The last <see cref="HealthLinkLimits.Openings"/> openings, the newest first.</summary>
    [Id(11)] public required ImmutableArray<HealthLinkOpening> Openings { get; init; }

    /// <summary>How often a wrong passcode was given.</summary>
    [Id(12)] public required int WrongPasscodes { get; init; }
}

/// <summary>One opening of a link.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Recipient">Who, in the words of whoever opened it: nobody has checked them.</param>
[GenerateSerializer, Immutable, Alias("portal.sharing.HealthLinkOpening")]
public sealed record HealthLinkOpening([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Recipient);

/// <summary>What somebody gets who opened a link: the file, or a ticket to fetch it with.</summary>
/// <param name="Content">The encrypted file, when the receiver takes it at once.</param>
/// <param name="Ticket">Else the ticket.</param>
/// <param name="MadeAt">When the file was made (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.sharing.HealthLinkFile")]
public sealed record HealthLinkFile(
    [property: Id(0)] string? Content,
    [property: Id(1)] string? Ticket,
    [property: Id(2)] DateTimeOffset MadeAt);
