using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records.Export;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Export;

/// <summary>The groups of a practice as FHIR Groups: all patients, and those of each provider. Their members are not listed.</summary>
internal static class PatientGroups
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("Group", _reading, List);
        routes.MapMethods("Group/{id}", _reading, Read);
    }

    /// <summary>The group as a FHIR Group; none when there is none of this id.</summary>
    public static async Task<JsonObject?> Find(IGrainFactory grains, string practice, string id) =>
        (await All(grains, practice)).FirstOrDefault(group => (string?)group["id"] == id);

    /// <summary>GET /Group: all of them, or those named by <c>_id</c>, for the practice's own programs and administrators.</summary>
    private static Task<IResult> List(HttpContext context, string practice, IGrainFactory grains) =>
        PracticeOnly.Serve(context, practice, "Group", ResourceRights.Search, async format =>
        {
            var (search, refusal) = ShortSearch.Read(context.Request, "Group", "_id");
            if (search is null)
                return refusal!.Answer();
            var address = FhirAddress.Of(context, practice);
            var groups = (await All(grains, practice)).Where(group => search.Fits("_id", id => id == (string?)group["id"])).ToList();
            var bundle = new JsonObject
            {
                ["resourceType"] = "Bundle",
                ["type"] = "searchset",
                ["total"] = groups.Count,
                ["link"] = new JsonArray(new JsonObject { ["relation"] = "self", ["url"] = search.Link($"{address}/Group") }),
            };
            foreach (var group in groups)
                ResourceText.Cut(group, format);
            // FHIR knows no empty lists.
            if (groups.Count > 0 && format.Summary is not "count")
                bundle["entry"] = new JsonArray([.. groups.Select(group => (JsonNode)Entry(group, address))]);
            return new TextAnswer(bundle, format, cut: false);
        });

    /// <summary>GET /Group/{id}: one of them; 404 when there is none of this id.</summary>
    private static Task<IResult> Read(HttpContext context, string practice, string id, IGrainFactory grains) =>
        PracticeOnly.Serve(context, practice, "Group", ResourceRights.Read, async format =>
            await Find(grains, practice, id) is { } group ? new TextAnswer(group, format) : FhirRefusal.NotFound("Group", id).Answer());

    private static async Task<ImmutableArray<JsonObject>> All(IGrainFactory grains, string practice)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var view = await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View();
        return
        [
            Group(PatientGroup.All, "All patients", practice),
            .. (view?.Providers ?? []).Select(provider => Group(PatientGroup.IdFor(provider.Id), $"Patients of {provider.Name}", practice)),
        ];
    }

    private static JsonObject Entry(JsonObject group, string address) => new()
    {
        ["fullUrl"] = $"{address}/Group/{group["id"]}",
        ["resource"] = group,
        ["search"] = new JsonObject { ["mode"] = "match" },
    };

    private static JsonObject Group(string id, string name, string practice) => new()
    {
        ["resourceType"] = "Group",
        ["id"] = id,
        ["active"] = true,
        ["type"] = "person",
        ["actual"] = true,
        ["name"] = name,
        ["managingEntity"] = new JsonObject { ["reference"] = $"Organization/{practice}" },
    };
}
