using System.Collections.Immutable;
using System.Text.Json;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>
/// Brings together which Patient is which RelatedPerson, by the <c>seealso</c> links of the Patients: those of the input,
/// and those that are stored when the two halves come one after the other, whichever comes first.
/// </summary>
internal sealed class Relatives(IGrainFactory grains, ImportContext context)
{
    private const string Type = "RelatedPerson";

    private IRecordDirectoryGrain Stored =>
        grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(context.Slug, IRecordDirectoryGrain.Id));

    /// <summary>Whether a Patient says to be somebody else as well; then it has to wait for the rest of the input.</summary>
    public static bool IsAnother(InputEntry entry) =>
        entry.Resource is Patient patient && patient.Link.Any(link => link.Type is Patient.LinkType.Seealso);

    /// <summary>Tells the context all that the entries and what is stored say together.</summary>
    public async System.Threading.Tasks.Task Find(IReadOnlyList<InputEntry> entries)
    {
        var said = entries
            .Where(entry => entry.Problems.IsEmpty && entry.Resource is Patient)
            .SelectMany(entry => context.RelatedPersonsOf((Patient)entry.Resource!), (entry, id) => new SamePerson(id, entry.Id))
            .ToList();
        foreach (var same in said)
            context.NoteSamePerson(same);

        var wanted = entries.SelectMany(Named).Where(id => context.PersonOf($"{Type}/{id}") is null);
        var elsewhere = said.Where(same => !context.References.Has($"{Type}/{same.RelatedPersonId}")).ToList();
        var ids = wanted.Concat(elsewhere.Select(same => same.RelatedPersonId)).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (ids.IsEmpty)
            return;
        var known = await Stored.SamePersons(ids);
        foreach (var same in known.Where(same => context.PersonOf($"{Type}/{same.RelatedPersonId}") is null))
            context.NoteSamePerson(same);
        await NoteOwn([.. ids.Where(id => context.PersonOf($"{Type}/{id}") is null && !context.References.Has($"{Type}/{id}"))]);
        // What was said before has had its effect, which the practice may have changed since.
        await NoteFamilies([.. elsewhere.Except(known)]);
    }

    private IEnumerable<string> Named(InputEntry entry) => entry.Resource switch
    {
        RelatedPerson => [entry.Id],
        Account account => account.Guarantor.Select(guarantor => context.References.IdOf(Type, guarantor.Party?.Reference)).OfType<string>(),
        Communication message => message.Recipient.Append(message.Sender)
            .Select(person => context.References.IdOf(Type, person?.Reference)).OfType<string>(),
        _ => [],
    };

    /// <summary>Of stored RelatedPersons that were made here, who they are: no Patient says so.</summary>
    private async System.Threading.Tasks.Task NoteOwn(ImmutableArray<string> ids)
    {
        if (ids.IsEmpty)
            return;
        foreach (var owned in await Stored.Owners([.. ids.Select(id => $"{Type}/{id}")]))
        {
            var id = owned.Reference[(Type.Length + 1)..];
            if (await Person(owned.PatientId, id) is { } person && context.OwnPatientOf(person) is { } own)
                context.NoteSamePerson(new(id, own));
        }
    }

    /// <summary>The relations of stored RelatedPersons of whom somebody says only now to be the same person.</summary>
    private async System.Threading.Tasks.Task NoteFamilies(ImmutableArray<SamePerson> news)
    {
        if (news.IsEmpty)
            return;
        var owners = await Stored.Owners([.. news.Select(same => $"{Type}/{same.RelatedPersonId}")]);
        foreach (var (same, owner) in news.Join(owners, same => $"{Type}/{same.RelatedPersonId}", owned => owned.Reference, (same, owned) => (same, owned.PatientId)))
        {
            if (await Person(owner, same.RelatedPersonId) is not { } person)
                continue;
            context.NoteFamily(same.PatientId, FamilyMapping.Of(same.PatientId, person, context));
            if (FamilyMapping.GivesNothing(same.PatientId, person, context))
                context.NoteRelatedWithoutRights(same.PatientId);
        }
    }

    private async System.Threading.Tasks.Task<RelatedPerson?> Person(string owner, string id)
    {
        if (await grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, owner)).Read(Type, id) is not { } stored)
            return null;
        using var json = JsonDocument.Parse(stored.Json);
        return FhirReader.Read(json.RootElement, "").Resource as RelatedPerson;
    }
}
