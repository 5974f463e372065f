using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records;

/// <summary>Resources with extensions within extensions.</summary>
internal static class Nested
{
    /// <summary>As deep as one may be.</summary>
    public const int Deepest = (ImportLimits.ResourceDepth - 2) / 2;

    /// <param name="id">Of the Condition.</param>
    /// <param name="patientId">Of the patient.</param>
    /// <param name="levels">Extensions within one another; each is an object in a list.</param>
    public static JsonObject Condition(string id, string patientId, int levels)
    {
        var inner = new JsonObject { ["url"] = "http://example.org/level", ["valueString"] = "end" };
        for (var level = 1; level < levels; level++)
            inner = new JsonObject { ["url"] = "http://example.org/level", ["extension"] = new JsonArray(inner) };
        var condition = BridgePortal.Condition(id, patientId);
        condition["code"]!["extension"] = new JsonArray(inner);
        return condition;
    }
}
