using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using static Portal.WebFront.Records.Ccd.DocumentResources;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>
/// What was taken over from a document as it stands when that is undone: marked as entered in error, as FHIR tells those who
/// have read it already. What somebody changed since came from the document all the same.
/// </summary>
internal static class ReceivedWithdrawal
{
    private const string EnteredInError = "entered-in-error";

    /// <summary>What the document brought, each as type and id, by the Provenance that was written with it.</summary>
    public static IEnumerable<(string Type, string Id)> Written(JsonObject provenance) => provenance.Parts("target")
        .Select(target => target.Text("reference").Split('/'))
        .Where(parts => parts.Length == 2)
        .Select(parts => (parts[0], parts[1]));

    public static ResourceDraft Of(JsonObject resource)
    {
        switch (resource.Text("resourceType"))
        {
            case "AllergyIntolerance":
                Refute(resource, "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification");
                break;
            case "Condition":
                Refute(resource, "http://terminology.hl7.org/CodeSystem/condition-ver-status");
                break;
            default:
                resource["status"] = EnteredInError;
                break;
        }

        return Draft(resource);
    }

    /// <summary>FHIR forbids a clinical status beside it.</summary>
    private static void Refute(JsonObject resource, string system)
    {
        resource.Remove("clinicalStatus");
        resource["verificationStatus"] = Concept(system, EnteredInError, "Entered in Error");
    }
}
