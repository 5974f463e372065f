using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>
/// FHIR RelatedPerson and Account.guarantor → who acts and who pays. A RelatedPerson counts when a Patient says by a
/// <c>seealso</c> link that it is the same person; only somebody with a patient record can act in the portal.
/// </summary>
internal static class FamilyMapping
{
    private static readonly HashSet<string> _guardians = new(StringComparer.Ordinal)
        { "GUARD", "PRN", "MTH", "FTH", "NMTH", "NFTH", "ADOPTP", "STPMTH", "STPFTH", "FSTPAR" };

    private static readonly HashSet<string> _payers = new(StringComparer.Ordinal) { "GUAR", "guarantor" };

    /// <param name="by">The Patient that is the RelatedPerson too; none when nobody says to be.</param>
    /// <param name="person">The RelatedPerson.</param>
    /// <param name="context">What the input tells as a whole.</param>
    public static ImmutableArray<FamilyLink> Of(string? by, RelatedPerson person, ImportContext context)
    {
        if (by is null || context.PatientOf(person.Patient?.Reference) is not { } patientId || by == patientId)
            return [];

        var codes = person.Relationship.SelectMany(relationship => relationship.Coding).Select(coding => coding.Code).OfType<string>().ToList();
        var active = person.Active is not false && person.Period?.End is null;
        var links = ImmutableArray.CreateBuilder<FamilyLink>();
        if (codes.Any(_payers.Contains))
            links.Add(new(patientId, by, FamilyRole.Guarantor, active));
        links.Add(new(patientId, by, codes.Any(_guardians.Contains) ? FamilyRole.Guardian : FamilyRole.ResponsibleParty, active));
        return links.ToImmutable();
    }

    public static ImmutableArray<FamilyLink> Of(Account account, ImportContext context)
    {
        var payer = account.Guarantor.LastOrDefault(guarantor => guarantor.Period?.End is null);
        if (context.PersonOf(payer?.Party?.Reference) is not { } by)
            return [];
        return [.. account.Subject
            .Select(subject => context.PatientOf(subject.Reference))
            .OfType<string>()
            .Where(patientId => patientId != by)
            .Select(patientId => new FamilyLink(patientId, by, FamilyRole.Guarantor, account.Status is not Account.AccountStatus.EnteredInError))];
    }
}
