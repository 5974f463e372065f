using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>Which record a request is about: a patient's, or the practice's own. What may be seen there its grain decides.</summary>
internal sealed class RecordRoute(IGrainFactory grains, string practice, Caller caller)
{
    /// <summary>The record of the person who asks, or of whom the app's token is for; none for staff and programs.</summary>
    private string? Own => caller.IsForOnePatient ? caller.OnlyPatientId : caller.Is(~Audience.Patient) ? null : caller.PatientId;

    public IRecordGrain Record(string id) => grains.GetGrain<IRecordGrain>(GrainKey.For(practice, id));

    /// <summary>Where a resource of this type and id is, or none.</summary>
    public async Task<IRecordGrain?> Of(string type, string id)
    {
        if (type == "Patient")
            return GrainKey.TryParse($"{practice}/{id}", out _) ? Record(id) : null;
        if (RecordId.TypesOfPractice.Contains(type))
            return Record(RecordId.PracticeWide);
        if (Own is { } own && await Record(own).Fetch(type, id) is not null)
            return Record(own);
        return await Owner(type, id) is { } patientId ? Record(patientId) : null;
    }

    /// <summary>Whose record a stored resource is in: a patient's id or the practice's own; none when it is in none.</summary>
    public async Task<string?> OwnerOf(string type, string id) => type switch
    {
        "Patient" => GrainKey.TryParse($"{practice}/{id}", out _) ? id : null,
        _ when RecordId.TypesOfPractice.Contains(type) => RecordId.PracticeWide,
        _ => await Owner(type, id),
    };

    /// <summary>The record that a search is in; none when it goes through the records of all patients.</summary>
    /// <param name="search">What is asked.</param>
    /// <param name="within">The patient whom the address names, where no parameter of the type could.</param>
    public async Task<(IRecordGrain? Record, FhirRefusal? Refusal)> Of(ResourceSearch search, string? within = null)
    {
        if (within is not null)
        {
            return within != RecordId.PracticeWide && GrainKey.TryParse($"{practice}/{within}", out _)
                ? (Record(within), null)
                : (null, FhirRefusal.NotFound("Patient", within));
        }

        var (place, refusal) = await PlaceOf(search);
        return (place is null ? null : Record(place), refusal);
    }

    /// <summary>The id of that record.</summary>
    public async Task<(string? Place, FhirRefusal? Refusal)> PlaceOf(ResourceSearch search)
    {
        if (RecordId.TypesOfPractice.Contains(search.Type))
            return (RecordId.PracticeWide, null);
        var asked = Patients(search);
        if (asked is [var patientId])
            return (GrainKey.TryParse($"{practice}/{patientId}", out _) ? patientId : RecordId.PracticeWide, null);
        if (asked is null && await PlaceOfTarget(search) is { } place)
            return (place, null);
        if (Own is not { } own)
            return (asked is null ? await PlaceOfId(search) : null, null);
        return asked is { Count: > 1 }
            ? (null, FhirRefusal.NotSupported("patient", "Ask for one patient at a time."))
            : (own, null);
    }

    /// <summary>One resource by its id is where it is; none when several are asked for. What is nowhere is not found in the practice's own either.</summary>
    private async Task<string?> PlaceOfId(ResourceSearch search) =>
        search.Filters.FirstOrDefault(filter => filter is { Parameter: "_id", Modifier: SearchModifier.None }) is { Values: [var id] }
            ? await OwnerOf(search.Type, SearchValue.Plain(id)) ?? RecordId.PracticeWide
            : null;

    /// <summary>A Provenance is in the record of what it is about; none when that is in several, or not asked for.</summary>
    private async Task<string?> PlaceOfTarget(ResourceSearch search)
    {
        if (search.Type != "Provenance"
            || search.Filters.FirstOrDefault(filter => filter is { Parameter: "target", Modifier: SearchModifier.None }) is not { } filter)
            return null;
        var places = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var value in filter.Values.Select(SearchValue.Plain))
        {
            var (type, id) = value.Split('/') is [.., var named, var last] ? (named, last) : (filter.Type, value);
            // One that is about what nobody has stored is the practice's own.
            places.Add(type is null ? null : await OwnerOf(type, id) ?? (Own is null ? RecordId.PracticeWide : null));
        }

        return places is { Count: 1 } ? places.First() : null;
    }

    private static List<string>? Patients(ResourceSearch search)
    {
        var filter = search.Filters.FirstOrDefault(filter => filter.Modifier is SearchModifier.None
            && (search.Type == "Patient" ? filter.Parameter is "_id" : filter.Parameter is "patient" || (filter.Parameter is "subject" or "beneficiary" && MeansPatient(filter))));
        return filter?.Values.Select(SearchValue.Plain).Select(value => value[(value.LastIndexOf('/') + 1)..]).ToList();
    }

    private static bool MeansPatient(SearchFilter filter) =>
        filter.Type is "Patient" || filter.Values.All(value => value.Contains("Patient/", StringComparison.Ordinal));

    /// <summary>Only where it is, which nobody is told; whether it is shown is decided there, for the one who asks.</summary>
    private async Task<string?> Owner(string type, string id)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var owners = await grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(practice, IRecordDirectoryGrain.Id))
            .Owners([$"{type}/{RecordId.KeySafe(id)}"]);
        if (owners is [var owned, ..])
            return owned.PatientId;
        // What is made when it is read is in no row: its id tells the record.
        return type is "Provenance" or "Communication" && id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && GrainKey.TryParse($"{practice}/{id[(dot + 1)..]}", out _)
            ? id[(dot + 1)..]
            : null;
    }
}
