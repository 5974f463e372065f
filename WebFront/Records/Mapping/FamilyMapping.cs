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
    /// <param name="by">The Patient that is the RelatedPerson too; none when nobody says to be.</param>
    /// <param name="person">The RelatedPerson.</param>
    /// <param name="context">What the input tells as a whole.</param>
    public static ImmutableArray<FamilyLink> Of(string? by, RelatedPerson person, ImportContext context)
    {
        if (by is null || context.PatientOf(person.Patient?.Reference) is not { } patientId || by == patientId)
            return [];

        var active = person.Active is not false && person.Period?.End is null;
        var told = person.GetExtensions(RelationCodes.Extension).Select(extension => (extension.Value as Code)?.Value).ToHashSet(StringComparer.Ordinal);
        if (told.Count > 0)
            return Exactly(patientId, by, told, active);
        var codes = person.Relationship.SelectMany(relationship => relationship.Coding).Select(coding => coding.Code).OfType<string>().ToList();
        var links = ImmutableArray.CreateBuilder<FamilyLink>();
        if (codes.Any(RelationCodes.Payers.Contains))
            links.Add(new(patientId, by, FamilyRole.Guarantor, active));
        links.Add(new(patientId, by, codes.Any(RelationCodes.Guardians.Contains) ? FamilyRole.Guardian : FamilyRole.ResponsibleParty, active));
        return links.ToImmutable();
    }

    /// <summary>What is not told is taken back, before what is told is given.</summary>
    private static ImmutableArray<FamilyLink> Exactly(string patientId, string by, HashSet<string?> told, bool active)
    {
        (FamilyRole Role, string Word)[] roles =
        [
            (FamilyRole.Guarantor, RelationCodes.Pays), (FamilyRole.Guardian, RelationCodes.Guardian), (FamilyRole.ResponsibleParty, RelationCodes.Responsible),
        ];
        return [.. roles.Select(role => new FamilyLink(patientId, by, role.Role, active && told.Contains(role.Word))).OrderBy(link => link.Active)];
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
