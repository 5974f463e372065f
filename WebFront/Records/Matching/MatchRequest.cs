using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Matching;

/// <summary>What a match is asked with.</summary>
/// <param name="Patient">What is known of the person.</param>
/// <param name="Count">Matches wanted.</param>
/// <param name="OnlyCertain">Only the one that is certain.</param>
internal sealed record MatchRequest(Patient Patient, int Count, bool OnlyCertain)
{
    public static async Task<(MatchRequest? Request, FhirRefusal? Refusal)> Read(HttpContext context)
    {
        var (text, refusal) = await ResourceBody.Text(context);
        if (text is null)
            return (null, refusal);
        var (parameters, fault) = ParametersBody.Read(text);
        return parameters is null ? (null, fault) : Of([.. parameters]);
    }

    private static (MatchRequest? Request, FhirRefusal? Refusal) Of(List<JsonObject> parameters)
    {
        var count = MatchQuery.MostMatches;
        if (parameters.Find(parameter => InputReader.Text(parameter, "name") is "count") is { } wanted
            && (wanted["valueInteger"] is not JsonValue number || !number.TryGetValue(out count) || count < 1))
            return (null, FhirRefusal.BadValue("count", "How many matches are wanted is a number from 1."));
        var onlyCertain = false;
        if (parameters.Find(parameter => InputReader.Text(parameter, "name") is "onlyCertainMatches") is { } only
            && (only["valueBoolean"] is not JsonValue flag || !flag.TryGetValue(out onlyCertain)))
            return (null, FhirRefusal.BadValue("onlyCertainMatches", "This is true or false."));
        if (parameters.Find(parameter => InputReader.Text(parameter, "name") is "resource")?["resource"] is not JsonObject resource)
            return (null, FhirRefusal.BadValue("resource", "Send the Patient in the parameter \"resource\"."));
        if (InputReader.Text(resource, "resourceType") is not "Patient")
            return (null, FhirRefusal.BadValue("resource", "The resource has to be a Patient."));
        var read = InputReader.OfResource("Patient", resource.ToJsonString(ResourceText.Plain));
        if (read.Problems is [var first, ..])
            return (null, new(StatusCodes.Status422UnprocessableEntity, "invalid", $"{first.Reason} {first.Advice}", first.Place));
        return (new((Patient)read.Resource!, Math.Min(count, MatchQuery.MostMatches), onlyCertain), null);
    }
}
