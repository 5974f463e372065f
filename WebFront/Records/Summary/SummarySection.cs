using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Summary;

/// <summary>One section of a patient summary: which resources belong into it, and how a row of it reads.</summary>
/// <param name="Title">For people.</param>
/// <param name="Loinc">The section's code.</param>
/// <param name="Words">What the code means, in LOINC's words.</param>
/// <param name="Columns">The heads of the columns.</param>
/// <param name="Belongs">Whether a resource belongs here.</param>
/// <param name="Row">The cells of a resource's row.</param>
/// <param name="Unknown">What stands in a section that must be there when nothing is known; none for a section that may be left out.</param>
/// <param name="Tells">The types of its resources: only who may have all of them may have the section whole. None where that is asked of the document.</param>
public sealed record SummarySection(
    string Title, string Loinc, string Words, string[] Columns, Func<JsonObject, bool> Belongs, Func<JsonObject, string[]> Row,
    Func<string, JsonObject>? Unknown = null, string[]? Tells = null);
