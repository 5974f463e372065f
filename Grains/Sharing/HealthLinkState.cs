using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Sharing;

namespace Portal.Grains.Sharing;

/// <summary>A link to a patient's summary: who may open it and who has. Neither the key nor the address is here.</summary>
public sealed record HealthLinkState : DocumentState
{
    /// <summary>None only before anybody asked for the link.</summary>
    public string? PatientId { get; init; }

    /// <summary>
    /// From before its file is written until the link is made. Its place is taken until <see cref="ExpiresAt"/>, which
    /// is near; when it has not become a link by then, its file goes.
    /// </summary>
    public bool BeingMade { get; init; }
    public string Label { get; init; } = "";
    public string MadeBy { get; init; } = "";

    /// <summary>The patient who made it: the patient of the summary, or somebody who acts for that one.</summary>
    public string? MakerId { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public bool ViewOnce { get; init; }
    public string? PasscodeHash { get; init; }
    public int WrongPasscodes { get; init; }

    /// <summary>Why it ended before its time; none while it works, and none when its time just ran out.</summary>
    public HealthLinkStanding? End { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public int Opened { get; init; }

    /// <summary>The newest first.</summary>
    public ImmutableArray<HealthLinkOpening> Openings { get; init; } = [];

    /// <summary>The oldest first.</summary>
    public ImmutableArray<FileTicket> Tickets { get; init; } = [];
}

/// <summary>Lets somebody fetch the file once.</summary>
/// <param name="Hash">SHA-256 of the ticket.</param>
/// <param name="Until">When it ends.</param>
public sealed record FileTicket(string Hash, DateTimeOffset Until);

/// <summary>The encrypted file of a link: a row of its own, so that counting an opening does not write it again.</summary>
public sealed record HealthLinkContent
{
    /// <summary>The name of these rows in storage.</summary>
    public const string RowName = "health_link_file";

    /// <summary>The JWE in compact form.</summary>
    public string Jwe { get; init; } = "";
}
