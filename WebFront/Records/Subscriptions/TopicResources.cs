using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Subscriptions;

/// <summary>The topics as FHIR R4 has them: Basic resources with the elements of a SubscriptionTopic of R5.</summary>
internal static class TopicResources
{
    private const string Element = "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.";
    private const string Code = "SubscriptionTopic";
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapTopics(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("Basic", _reading, List);
        routes.MapMethods("Basic/{id}", _reading, Read);
    }

    /// <summary>GET /Basic: all topics, or those of <c>_id</c>; every one has the <c>code</c> SubscriptionTopic.</summary>
    private static IResult List(HttpContext context, string practice) => Serve(context, practice, (address, format) =>
    {
        var (search, refusal) = ShortSearch.Read(context.Request, "Basic", "_id", "code");
        if (search is null)
            return refusal!.Answer();
        var isAsked = search.Fits("code", code => code[(code.IndexOf('|', StringComparison.Ordinal) + 1)..] == Code);
        var topics = SubscriptionTopic.All.Where(topic => isAsked && search.Fits("_id", id => id == topic.Id)).ToList();
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "searchset",
            ["total"] = topics.Count,
            ["link"] = new JsonArray(new JsonObject { ["relation"] = "self", ["url"] = search.Link($"{address}/Basic") }),
        };
        if (topics.Count > 0 && format.Summary is not "count")
            bundle["entry"] = new JsonArray([.. topics.Select(topic => (JsonNode)Entry(topic, address, format))]);
        return new TextAnswer(bundle, format, cut: false);
    });

    /// <summary>GET /Basic/{id}: one topic; 404 when there is none.</summary>
    private static IResult Read(HttpContext context, string practice, string id) => Serve(context, practice, (address, format) =>
        SubscriptionTopic.Find(id) is { } topic ? new TextAnswer(Of(topic, address), format) : FhirRefusal.NotFound("Basic", id).Answer());

    /// <summary>For everybody who may be here at all: what there is to subscribe to is no secret.</summary>
    private static IResult Serve(HttpContext context, string practice, Func<string, FhirFormat, IResult> serve)
    {
        var (caller, stranger) = FhirCaller.Of(context, practice);
        if (caller is null)
            return stranger!.Answer();
        return FhirFormat.TryRead(context.Request, out var format, out var refusal) ? serve(FhirAddress.Of(context, practice), format) : refusal.Answer();
    }

    private static JsonObject Entry(SubscriptionTopic topic, string address, FhirFormat format)
    {
        var resource = Of(topic, address);
        ResourceText.Cut(resource, format);
        return new()
        {
            ["fullUrl"] = $"{address}/Basic/{topic.Id}",
            ["resource"] = resource,
            ["search"] = new JsonObject { ["mode"] = "match" },
        };
    }

    private static JsonObject Of(SubscriptionTopic topic, string address) => new()
    {
        ["resourceType"] = "Basic",
        ["id"] = topic.Id,
        ["extension"] = new JsonArray(
        [
            Value("url", "valueUri", topic.Url(address)),
            Value("title", "valueString", topic.Title),
            Value("description", "valueMarkdown", topic.Description),
            Trigger(topic),
            .. topic.Filters.Select(filter => (JsonNode)Filter(topic, filter)),
        ]),
        ["modifierExtension"] = new JsonArray(Value("status", "valueCode", "active")),
        ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://hl7.org/fhir/fhir-types", ["code"] = Code }) },
    };

    private static JsonObject Trigger(SubscriptionTopic topic) => new()
    {
        ["url"] = Element + "resourceTrigger",
        ["extension"] = new JsonArray(
            Part("description", "valueMarkdown", topic.Description),
            Part("resource", "valueUri", $"http://hl7.org/fhir/StructureDefinition/{topic.Type}"),
            Part("supportedInteraction", "valueCode", "create"),
            Part("supportedInteraction", "valueCode", "update")),
    };

    private static JsonObject Filter(SubscriptionTopic topic, string filter) => new()
    {
        ["url"] = Element + "canFilterBy",
        ["extension"] = new JsonArray(Part("resource", "valueUri", topic.Type), Part("filterParameter", "valueString", filter)),
    };

    private static JsonObject Value(string element, string type, string value) => Part(Element + element, type, value);

    private static JsonObject Part(string url, string type, string value) => new() { ["url"] = url, [type] = value };
}
