using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;

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

    /// <summary>Relationships that make a guardian: guardians and parents of every kind.</summary>
    private static readonly ImmutableHashSet<string> _guardians =
    [
        "GUARD", "PRN", "MTH", "FTH", "NPRN", "NMTH", "NFTH", "GESTM", "ADOPTP", "ADOPTM", "ADOPTF", "STPPRN", "STPMTH", "STPFTH", "PRNFOST",
        "MTHFOST", "FTHFOST", "FSTPAR",
    ];

    /// <summary>Relationships that make a responsible party: who was named as one, or holds a power of attorney.</summary>
    private static readonly ImmutableHashSet<string> _responsible = ["RESPRSN", "POWATT", "DPOWATT", "HPOWATT"];

    /// <summary>Relationships that make the person pay.</summary>
    private static readonly ImmutableHashSet<string> _payers = ["GUAR", "guarantor"];

    /// <summary>What the codes of a relationship mean here. Whom to call, who is kin or who lives with the patient gives no rights.</summary>
    /// <param name="codes">All codes of the RelatedPerson.</param>
    /// <returns>Whether the person pays, and in which capacity the person acts, if so.</returns>
    public static (bool Pays, RepresentativeKind? Acts) Of(IReadOnlyCollection<string> codes) => (
        codes.Any(_payers.Contains),
        codes.Any(_guardians.Contains) ? RepresentativeKind.Guardian : codes.Any(_responsible.Contains) ? RepresentativeKind.ResponsibleParty : null);
}
