using System.Text.Json.Nodes;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>Which list of the record something from another office would go into.</summary>
public enum ReceivedKind
{
    Allergy,
    Medication,
    Problem,
    Immunization,
    Procedure,
}

/// <summary>One thing that a document of another office tells and the record could take over.</summary>
/// <param name="Key">Names it within the document: its list and its place there.</param>
/// <param name="Kind">Its list.</param>
/// <param name="Words">What it is.</param>
/// <param name="Detail">Reaction, dosage, tooth: what else is told.</param>
/// <param name="Date">When, as FHIR writes it; empty when the document does not say.</param>
/// <param name="Resource">What it becomes when it is taken over, without id and patient.</param>
public sealed record ReceivedItem(string Key, ReceivedKind Kind, string Words, string Detail, string Date, JsonObject Resource)
{
    /// <summary>The element of the resource that names whose it is.</summary>
    public string PatientElement => Kind is ReceivedKind.Allergy or ReceivedKind.Immunization ? "patient" : "subject";
}
