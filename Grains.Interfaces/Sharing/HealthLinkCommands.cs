namespace Portal.Grains.Interfaces.Sharing;

/// <summary>How long a link works.</summary>
[GenerateSerializer, Alias("portal.sharing.HealthLinkLife")]
public enum HealthLinkLife
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day of 24 hours.</summary>
    Day,

    /// <summary>7 days.</summary>
    Week,

    /// <summary>30 days.</summary>
    Month,

    /// <summary>90 days.</summary>
    Quarter,
}

/// <summary>Makes a health link.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="PatientId">Whose summary it is.</param>
/// <param name="Label">What the receiver reads above it; empty for <see cref="HealthLinkLimits.UsualLabel"/>.</param>
/// <param name="Passcode">What the receiver must know beside the link; empty for none.</param>
/// <param name="Life">How long it works.</param>
/// <param name="ViewOnce">Whether it ends when its file was given once.</param>
/// <param name="File">The encrypted file: a JWE in compact form.</param>
[GenerateSerializer, Immutable, Alias("portal.sharing.MakeHealthLink")]
public sealed record MakeHealthLink(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string PatientId,
    [property: Id(2)] string Label,
    [property: Id(3)] string Passcode,
    [property: Id(4)] HealthLinkLife Life,
    [property: Id(5)] bool ViewOnce,
    [property: Id(6)] string File);

/// <summary>Opens a health link.</summary>
/// <param name="Recipient">Who opens it, in the words of whoever does; shown to the patient.</param>
/// <param name="Passcode">The passcode, if one was given.</param>
/// <param name="EmbeddedLengthMax">The longest file that the receiver takes at once; a longer one is fetched with a ticket.</param>
[GenerateSerializer, Immutable, Alias("portal.sharing.OpenHealthLink")]
public sealed record OpenHealthLink(
    [property: Id(0)] string Recipient,
    [property: Id(1)] string? Passcode = null,
    [property: Id(2)] long? EmbeddedLengthMax = null);
