using System.Text.Json;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Mapping;

/// <summary>The roles that are stored: one that ends may stand beside one that came before and holds.</summary>
internal sealed class StandingRoles(IGrainFactory grains, ImportContext context)
{
    private const string Type = "PractitionerRole";

    /// <summary>Tells the context, where the input ends a role, what is stored besides.</summary>
    public async System.Threading.Tasks.Task Find(IReadOnlyList<InputEntry> entries)
    {
        if (!entries.Any(entry => entry.Problems.IsEmpty && entry.Resource is PractitionerRole { Active: false }))
            return;
        using var system = CallerScope.Use(Caller.System(context.Slug));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, RecordId.PracticeWide));
        var found = await record.Search(new() { Type = Type, Count = ResourceSearch.LargestPage });
        foreach (var stored in found.Matches.Where(stored => !context.References.Has($"{Type}/{stored.Id}")))
        {
            using var json = JsonDocument.Parse(stored.Json);
            if (FhirReader.Read(json.RootElement, "").Resource is PractitionerRole role)
                context.NoteRole($"{Type}/{stored.Id}", role);
        }
    }
}
