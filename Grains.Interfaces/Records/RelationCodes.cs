using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records;

/// <summary>How FHIR says who acts and who pays for a patient, and how the portal says it exactly.</summary>
public static class RelationCodes
{
    /// <summary>
    /// The extension of a RelatedPerson with one of <see cref="Pays"/>, <see cref="Guardian"/> and <see cref="Responsible"/>,
    /// once for each that holds. Where it is, it says all; codes are read only without it.
    /// </summary>
    public const string Extension = "urn:portal:relation";

    /// <summary>The person is the guarantor.</summary>
    public const string Pays = "guarantor";

    /// <summary>The person acts as guardian.</summary>
    public const string Guardian = "guardian";

    /// <summary>The person acts as responsible party.</summary>
    public const string Responsible = "responsible-party";

    /// <summary>Relationships that make a guardian; every other one makes a responsible party.</summary>
    public static ImmutableHashSet<string> Guardians { get; } =
        ["GUARD", "PRN", "MTH", "FTH", "NMTH", "NFTH", "ADOPTP", "STPMTH", "STPFTH", "FSTPAR"];

    /// <summary>Relationships that make the person pay as well.</summary>
    public static ImmutableHashSet<string> Payers { get; } = ["GUAR", "guarantor"];
}
