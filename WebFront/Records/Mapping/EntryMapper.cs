using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Mapping;

/// <summary>An entry → what an import is to do with it.</summary>
internal sealed class EntryMapper(ImportContext context)
{
    /// <summary>Types whose meaning hangs on other entries, which may come after them.</summary>
    public static readonly ImmutableHashSet<string> NeedOthers =
    [
        "Account", "Appointment", "Binary", "Communication", "HealthcareService", "Location", "Organization", "PractitionerRole",
        "Provenance", "RelatedPerson",
    ];

    public (ImportPhase Phase, ImportItem Item) Map(InputEntry entry, ImmutableArray<ImportProblem> problems)
    {
        problems = entry.Problems.AddRange(problems);
        if (problems.IsEmpty && entry.Resource is Binary { Data.Length: > ImportLimits.BinaryBytes })
            problems = [BinaryTooLarge(entry)];
        var owner = problems.IsEmpty ? Owners.Of(entry, context) : null;
        if (problems.IsEmpty && owner is null)
            problems = [Owners.Unknown(entry)];
        if (!problems.IsEmpty)
            return (ImportPhase.Record, new() { Order = entry.Order, Place = entry.Place, Type = entry.Type, Refusals = problems });

        context.NoteOwner(entry.Reference, owner!);
        var (act, warnings) = entry.Resource switch
        {
            Appointment appointment => VisitOf(entry, appointment, owner!),
            Communication message => MessageOf(entry, message),
            _ => (ActOf(entry), WarningsOf(entry)),
        };
        return (PhaseOf(entry, act), new()
        {
            Order = entry.Order,
            Place = entry.Place,
            Type = entry.Type,
            PatientId = owner!,
            Act = act,
            Warnings = warnings,
            Resource = new()
            {
                Type = entry.Type,
                Id = entry.Id,
                OriginalId = entry.OriginalId,
                Json = context.References.Write(entry),
                Facts = FactsOf(entry),
            },
        });
    }

    private (ImportAct Act, ImmutableArray<ImportProblem>? Warnings) VisitOf(InputEntry entry, Appointment appointment, string owner)
    {
        var (visit, warnings) = VisitMapping.Of(entry, appointment, owner, context);
        return (new() { Appointment = visit }, warnings);
    }

    private (ImportAct Act, ImmutableArray<ImportProblem>? Warnings) MessageOf(InputEntry entry, Communication communication)
    {
        var (message, warnings) = MessageMapping.Of(entry, communication, context);
        return (new() { Message = message }, warnings);
    }

    private ImmutableArray<ImportProblem>? WarningsOf(InputEntry entry) => entry.Resource switch
    {
        RelatedPerson person when FamilyMapping.GivesNothing(context.PersonOf(entry.Reference), person, context) =>
            [FamilyMapping.NoRights($"{entry.Place}.relationship")],
        _ when !SearchParameters.IsServed(entry.Type) => [Owners.NotServed(entry)],
        Patient when context.IsRelatedWithoutRights(entry.Id) => [FamilyMapping.NoRights($"{entry.Place}.link")],
        _ => null,
    };

    private ImportAct ActOf(InputEntry entry) => entry.Resource switch
    {
        Organization organization => PracticeMapping.Of(entry, organization, context),
        Location location => PracticeMapping.Of(entry, location, context),
        HealthcareService service => PracticeMapping.Of(entry, service, context),
        Practitioner practitioner => PracticeMapping.Of(entry, practitioner),
        PractitionerRole role => PracticeMapping.Of(entry, role, context),
        Patient patient => new() { Patient = PatientMapping.Of(patient, context), Family = context.FamilyOf(entry.Id) },
        RelatedPerson person => new() { Family = FamilyMapping.Of(context.PersonOf(entry.Reference), person, context) },
        Account account => new() { Family = FamilyMapping.Of(account, context) },
        _ => new(),
    };

    private ResourceFacts FactsOf(InputEntry entry)
    {
        var facts = Facts.Of(entry.Json);
        return entry.Resource is Patient patient
            ? facts with { Codes = [.. context.RelatedPersonsOf(patient).Select(id => $"{ResourceFacts.SamePersonSystem}|{id}")] }
            : facts;
    }

    private static ImportPhase PhaseOf(InputEntry entry, ImportAct act) => entry.Type switch
    {
        "Organization" => ImportPhase.Practice,
        "Location" => act.Chair is null ? ImportPhase.Sites : ImportPhase.Chairs,
        "HealthcareService" or "Practitioner" or "PractitionerRole" => ImportPhase.Providers,
        "Patient" => act.Family.IsEmpty ? ImportPhase.People : ImportPhase.Family,
        "RelatedPerson" or "Account" => ImportPhase.Family,
        "Appointment" => ImportPhase.Visits,
        "Communication" => ImportPhase.Mail,
        _ => ImportPhase.Record,
    };

    private static ImportProblem BinaryTooLarge(InputEntry entry) => new(
        entry.Place + ".data",
        "import.binary_too_large",
        $"The file is larger than {ImportLimits.BinaryBytes / 1024} KB.",
        "Upload large files through the practice's documents instead.");
}
