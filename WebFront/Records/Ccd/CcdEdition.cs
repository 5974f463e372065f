using System.Globalization;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Which edition of a patient's document it is. A patient's editions are one set; each replaces the one before.</summary>
/// <param name="Practice">The practice's slug.</param>
/// <param name="PatientId">The patient.</param>
/// <param name="Version">Counts the editions from 1.</param>
/// <param name="At">When it was made, on the practice's clock: its day is told to people. The second is kept.</param>
public sealed record CcdEdition(string Practice, string PatientId, int Version, DateTimeOffset At)
{
    private static readonly byte[] _space = [0x5c, 0x3f, 0x1a, 0x1e, 0x0b, 0x6d, 0x4f, 0x7a, 0x9a, 0x21, 0x6e, 0x52, 0x84, 0xd3, 0x77, 0x0c];

    /// <summary>What lies ahead and who is of age is said as of this moment: that of the making, unless it is asked whether another day changes anything.</summary>
    public DateTimeOffset AsOf { get; init; } = At;

    public Guid SetId => IdOf("ccd");

    public Guid Id => IdOf($"ccd/{Version.ToString(CultureInfo.InvariantCulture)}");

    public Guid Before => IdOf($"ccd/{(Version - 1).ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The id in the document of something that has a name in this patient's record.</summary>
    public Guid IdOf(string name) => NameUuid.Of(_space, $"{Practice}/{PatientId}/{name}");

    /// <summary>The root of the ids that the practice itself gave.</summary>
    public Guid PracticeRoot => NameUuid.Of(_space, Practice);
}
