using System.Text.Json;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Mapping;

/// <summary>
/// The roles that are stored: one that ends may stand beside one that came before and holds, and a visit or a message may
/// name a provider by a role.
/// </summary>
internal sealed class StandingRoles(IGrainFactory grains, ImportContext context)
{
    private const string Type = "PractitionerRole";

    /// <summary>Practitioners asked for in one search.</summary>
    private const int AtOnce = 50;

    /// <summary>Tells the context, where the input ends a role, what is stored besides.</summary>
    public async System.Threading.Tasks.Task Find(IReadOnlyList<InputEntry> entries)
    {
        await FindNamed(entries);
        var ended = entries.Where(entry => entry.Problems.IsEmpty).Select(entry => entry.Resource).OfType<PractitionerRole>()
            .Where(role => role.Active is false)
            .Select(role => context.References.IdOf("Practitioner", role.Practitioner?.Reference)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (ended.Count == 0)
            return;
        using var system = CallerScope.Use(Caller.System(context.Slug));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, RecordId.PracticeWide));
        foreach (var practitioners in ended.Chunk(AtOnce))
        {
            var search = new ResourceSearch { Type = Type, Count = ResourceSearch.LargestPage, Filters = [new("practitioner", SearchModifier.None, [.. practitioners.Select(id => $"Practitioner/{id}")])] };
            do
            {
                var found = await record.Search(search);
                foreach (var stored in found.Matches.Where(stored => !context.References.Has($"{Type}/{stored.Id}")))
                    Note(stored.Id, JsonDocument.Parse(stored.Json));
                search = search with { After = found.Next };
            }
            while (search.After is not null);
        }
    }

    private async System.Threading.Tasks.Task FindNamed(IReadOnlyList<InputEntry> entries)
    {
        var named = entries.Where(entry => entry.Problems.IsEmpty).SelectMany(Named)
            .Where(id => !context.KnowsRole($"{Type}/{id}")).Distinct(StringComparer.Ordinal).ToList();
        if (named.Count == 0)
            return;
        using var system = CallerScope.Use(Caller.System(context.Slug));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, RecordId.PracticeWide));
        foreach (var id in named)
        {
            if (await record.Read(Type, id) is { } stored)
                Note(id, JsonDocument.Parse(stored.Json));
        }
    }

    private IEnumerable<string> Named(InputEntry entry)
    {
        var references = entry.Resource switch
        {
            Hl7.Fhir.Model.Appointment visit => visit.Participant.Select(participant => participant.Actor),
            Communication message => message.Recipient.Append(message.Sender),
            _ => [],
        };
        return references.Select(reference => context.References.IdOf(Type, reference?.Reference)).OfType<string>();
    }

    private void Note(string id, JsonDocument stored)
    {
        using var json = stored;
        if (FhirReader.Read(json.RootElement, "").Resource is PractitionerRole role)
            context.NoteRole($"{Type}/{id}", role);
    }
}
