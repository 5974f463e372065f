using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records;

/// <summary>Answers as FHIR resources.</summary>
internal static class FhirAnswers
{
    public static IResult Told(JsonObject body, int status) => new ToldAnswer(body, status);

    public static IResult Outcome(int status, string code, string text, string place = "") =>
        Told(OutcomeOf(code, text, place), status);

    public static JsonObject OutcomeOf(string code, string text, string place) => OutcomeOf([Issue("error", code, text, place)]);

    public static JsonObject OutcomeOf(IEnumerable<ImportProblem> problems, IEnumerable<ImportProblem>? warnings = null) =>
        OutcomeOf(problems.Select(problem => Issue("error", problem)).Concat((warnings ?? []).Select(warning => Issue("warning", warning))));

    /// <summary>What is said of a resource that was stored: what it does not come to mean, or that all is well.</summary>
    public static JsonObject Stored(ImmutableArray<ImportProblem> warnings) => warnings.IsEmpty
        ? OutcomeOf([Issue("information", "informational", "Stored.", "")])
        : OutcomeOf([], warnings);

    /// <summary>One answer per entry, in the order of the input.</summary>
    public static JsonObject Response(string type, IEnumerable<ItemOutcome> outcomes) => ResponseOf(
        type is "transaction" ? "transaction-response" : "batch-response", [.. outcomes.OrderBy(outcome => outcome.Order).Select(EntryOf)]);

    /// <summary>A Bundle of answers. FHIR knows no empty lists: without an answer there is no <c>entry</c>.</summary>
    public static JsonObject ResponseOf(string type, JsonArray answers)
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = type };
        if (answers.Count > 0)
            bundle["entry"] = answers;
        return bundle;
    }

    /// <summary>Where an import stands, as Parameters.</summary>
    public static JsonObject Report(ImportView view, ImmutableArray<ImportProblem> problems, ImmutableArray<ImportProblem> warnings)
    {
        var parameters = new JsonArray(
            Parameter("id", "valueId", view.Id),
            Parameter("status", "valueCode", Word(view.Status)),
            Parameter("entries", "valueInteger", view.Entries),
            Parameter("entriesDone", "valueInteger", view.EntriesDone),
            Parameter("problems", "valueInteger", view.ProblemCount),
            Parameter("warnings", "valueInteger", view.WarningCount));
        foreach (var tally in view.Types)
        {
            parameters.Add(Group(
                "type",
                Parameter("name", "valueCode", tally.Type.Length > 0 ? tally.Type : "unknown"),
                Parameter("created", "valueInteger", tally.Created),
                Parameter("updated", "valueInteger", tally.Updated),
                Parameter("unchanged", "valueInteger", tally.Unchanged),
                Parameter("refused", "valueInteger", tally.Refused)));
        }

        if (!problems.IsEmpty || !warnings.IsEmpty)
            parameters.Add(new JsonObject { ["name"] = "outcome", ["resource"] = OutcomeOf(problems, warnings) });
        return new() { ["resourceType"] = "Parameters", ["parameter"] = parameters };
    }

    private static JsonObject EntryOf(ItemOutcome outcome)
    {
        if (outcome.Saved is not { } saved)
            return new() { ["response"] = new JsonObject { ["status"] = "422 Unprocessable Content", ["outcome"] = OutcomeOf(outcome.Problems) } };
        var response = new JsonObject
        {
            ["status"] = saved is Saved.Created ? "201 Created" : "200 OK",
            ["location"] = $"{outcome.Type}/{outcome.Id}/_history/{outcome.Version}",
            ["etag"] = $"W/\"{outcome.Version}\"",
            ["lastModified"] = outcome.LastUpdated is { } at ? FhirInstant.Of(at) : null,
        };
        if (outcome.Warnings is { } warnings)
            response["outcome"] = OutcomeOf([], warnings);
        return new() { ["response"] = response };
    }

    private static JsonObject OutcomeOf(IEnumerable<JsonObject> issues) => new()
    {
        ["resourceType"] = "OperationOutcome",
        ["issue"] = new JsonArray([.. issues]),
    };

    private static JsonObject Issue(string severity, ImportProblem told) =>
        Issue(severity, "processing", $"{told.Reason} {told.Advice}", told.Place, told.Code);

    private static JsonObject Issue(string severity, string code, string text, string place, string? details = null)
    {
        var issue = new JsonObject { ["severity"] = severity, ["code"] = code };
        if (details is not null)
            issue["details"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "urn:portal:problem", ["code"] = details }) };
        issue["diagnostics"] = text;
        if (place.Length > 0)
            issue["expression"] = new JsonArray(place);
        return issue;
    }

    private static string Word(ImportStatus status) => status switch
    {
        ImportStatus.Open => "open",
        ImportStatus.Checking => "checking",
        ImportStatus.Running => "running",
        ImportStatus.Done => "done",
        ImportStatus.Refused => "refused",
        _ => "dropped",
    };

    private static JsonObject Parameter(string name, string type, JsonNode value) => new() { ["name"] = name, [type] = value };

    private static JsonObject Group(string name, params JsonNode[] parts) => new() { ["name"] = name, ["part"] = new JsonArray(parts) };
}
