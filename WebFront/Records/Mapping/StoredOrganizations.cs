using System.Text.Json;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Mapping;

/// <summary>The practice's own organization as it is stored: what names it may come without it, later or by itself.</summary>
internal sealed class StoredOrganizations(IGrainFactory grains, ImportContext context)
{
    private const string Type = "Organization";

    /// <summary>Tells the context, where the input has something that belongs to an organization, which ones are the practice itself.</summary>
    public async System.Threading.Tasks.Task Find(IReadOnlyList<InputEntry> entries)
    {
        if (!entries.Any(entry => entry.Problems.IsEmpty && entry.Type is "Location" or "HealthcareService" or "PractitionerRole"))
            return;
        using var system = CallerScope.Use(Caller.System(context.Slug));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, RecordId.PracticeWide));
        var found = await record.Search(new()
        {
            Type = Type,
            Filters = [new("identifier", SearchModifier.None, [$"{ImportContext.PracticeSystem}|{context.Slug}"])],
            Count = ResourceSearch.LargestPage,
        });
        // One that comes with the input speaks for itself.
        foreach (var stored in found.Matches.Where(stored => !context.References.Has($"{Type}/{stored.Id}")))
        {
            // A search takes an identifier without a system, and other letters, for the same; what is the practice is not found by a likeness.
            using var json = JsonDocument.Parse(stored.Json);
            if (FhirReader.Read(json.RootElement, "").Resource is Organization organization && context.IsOwn(organization))
                context.NoteOwn(stored.Id);
        }
    }
}
