using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Patients;
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

        var active = IsActive(person, context);
        var links = Of(patientId, by, person, active);
        if (active || person.Active is false || context.EndOf(person.Period?.End) is not { } until)
            return links;
        // What ends by itself is what it gave while it held, and nothing else.
        var gave = Of(patientId, by, person, active: true).Where(link => link.Active).Select(link => link.Role).ToHashSet();
        return [.. links.Select(link => gave.Contains(link.Role) ? link with { Until = until } : link)];
    }

    private static ImmutableArray<FamilyLink> Of(string patientId, string by, RelatedPerson person, bool active)
    {
        var told = Told(person);
        if (told.Count > 0)
            return Exactly(patientId, by, told, active);
        var (pays, acts) = RelationCodes.Of([.. person.Relationship.SelectMany(relationship => relationship.Coding).Select(coding => coding.Code).OfType<string>()]);
        var links = ImmutableArray.CreateBuilder<FamilyLink>();
        if (pays)
            links.Add(new(patientId, by, FamilyRole.Guarantor, active));
        if (acts is { } kind)
            links.Add(new(patientId, by, kind is RepresentativeKind.Guardian ? FamilyRole.Guardian : FamilyRole.ResponsibleParty, active));
        // Until November 2026 every relation made a responsible party: what ends one takes that back, whatever its code is.
        else if (!active)
            links.Add(new(patientId, by, FamilyRole.ResponsibleParty, false));
        return links.ToImmutable();
    }

    /// <summary>Whether somebody with a patient record is related in a way that gives no rights: an emergency contact, a sister.</summary>
    public static bool GivesNothing(string? by, RelatedPerson person, ImportContext context) =>
        by is not null && by != context.PatientOf(person.Patient?.Reference)
        && IsActive(person, context) && Told(person).Count == 0 && Of(by, person, context).IsEmpty;

    /// <summary>The warning that says so.</summary>
    public static ImportProblem NoRights(string place) => new(
        place,
        "import.no_rights",
        "The relation is kept and gives no rights: by what it says, the person neither acts nor pays for the patient. Rights that the person has already stay.",
        "To end those, send it with active false or see the patient's page. If the person does act or pay, say so by a relationship that means it (guardian, parent, power of attorney, responsible party, guarantor), or on the patient's page.");

    private static bool IsActive(RelatedPerson person, ImportContext context) => person.Active is not false && !context.IsOver(person.Period?.End);

    private static HashSet<string?> Told(RelatedPerson person) =>
        person.GetExtensions(RelationCodes.Extension).Select(extension => (extension.Value as Code)?.Value).ToHashSet(StringComparer.Ordinal);

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
        var payer = account.Guarantor.LastOrDefault(guarantor => !context.IsOver(guarantor.Period?.End));
        if (context.PersonOf(payer?.Party?.Reference) is not { } by)
            return [];
        return [.. account.Subject
            .Select(subject => context.PatientOf(subject.Reference))
            .OfType<string>()
            .Where(patientId => patientId != by)
            .Select(patientId => new FamilyLink(patientId, by, FamilyRole.Guarantor, account.Status is not Account.AccountStatus.EnteredInError))];
    }
}
