namespace Portal.Grains.Interfaces.Records.Search;

public static partial class SearchParameters
{
    /// <summary>Types that the portal itself does nothing with: they are served as they came.</summary>
    private static (string Type, SearchParameter[] Parameters)[] Others() =>
    [
        ("AdverseEvent", [IdentifierOne, .. Subject(), Date("date", "date"), Token("category", "category"), Token("event", "event"), Ref("recorder", "recorder")]),
        ("BodyStructure", [Identifier, Patient(), Token("location", "location"), Token("morphology", "morphology")]),
        ("ClinicalImpression",
        [
            Identifier, .. Subject(), Status, Date("date", "date"), Ref("encounter", "encounter"), Ref("assessor", "assessor"), Ref("problem", "problem"),
        ]),
        ("CommunicationRequest",
        [
            Identifier, .. Subject(), Status, Token("category", "category"), Token("priority", "priority"), Date("authored", "authoredOn"),
            Date("occurrence", "occurrenceDateTime"), Ref("encounter", "encounter"), Ref("requester", "requester"), Ref("sender", "sender"),
            Ref("recipient", "recipient"),
        ]),
        ("Composition",
        [
            IdentifierOne, .. Subject(), Status, Token("type", "type"), Token("category", "category"), Date("date", "date"), Text("title", "title"),
            Ref("author", "author"), Ref("encounter", "encounter"), Token("section", "section.code"), Ref("entry", "section.entry"),
        ]),
        ("DetectedIssue", [Identifier, Patient(), Token("code", "code"), Date("identified", "identifiedDateTime", "identifiedPeriod"), Ref("author", "author")]),
        ("DeviceRequest",
        [
            Identifier, .. Subject(), Status, Token("intent", "intent"), Token("code", "codeCodeableConcept"), Ref("device", "codeReference"),
            Date("authored-on", "authoredOn"), Ref("encounter", "encounter"), Ref("requester", "requester"),
        ]),
        ("DeviceUseStatement", [Identifier, .. Subject(), Ref("device", "device")]),
        ("Endpoint",
        [
            Identifier, Status, Text("name", "name"), Token("connection-type", "connectionType"), Token("payload-type", "payloadType"),
            Ref("organization", "managingOrganization"),
        ]),
        ("EpisodeOfCare",
        [
            Identifier, Patient(), Status, Token("type", "type"), Date("date", "period"), Ref("condition", "diagnosis.condition"),
            Ref("organization", "managingOrganization"), Ref("care-manager", "careManager"),
        ]),
        ("Flag", [Identifier, .. Subject(), Date("date", "period"), Ref("encounter", "encounter"), Ref("author", "author")]),
        ("ImmunizationRecommendation", [Identifier, Patient(), Date("date", "date"), Token("vaccine-type", "recommendation.vaccineCode")]),
        ("List",
        [
            Identifier, .. Subject(), Status, Token("code", "code"), Date("date", "date"), Text("title", "title"), Ref("item", "entry.item"),
            Ref("encounter", "encounter"), Ref("source", "source"),
        ]),
        ("NutritionOrder", [Identifier, Patient(), Status, Date("datetime", "dateTime"), Ref("encounter", "encounter"), Ref("provider", "orderer")]),
        ("RequestGroup",
        [
            Identifier, .. Subject(), Status, Token("intent", "intent"), Token("priority", "priority"), Token("code", "code"), Date("authored", "authoredOn"),
            Ref("encounter", "encounter"), Ref("author", "author"),
        ]),
        ("RiskAssessment",
        [
            Identifier, .. Subject(), Date("date", "occurrenceDateTime", "occurrencePeriod"), Ref("condition", "condition"), Ref("encounter", "encounter"),
            Ref("performer", "performer"),
        ]),
        ("Task",
        [
            Identifier, Patient("for"), Ref("subject", "for"), Status, Token("intent", "intent"), Token("code", "code"), Token("priority", "priority"),
            Date("authored-on", "authoredOn"), Date("modified", "lastModified"), Ref("encounter", "encounter"), Ref("focus", "focus"), Ref("owner", "owner"),
            Ref("requester", "requester"), Ref("based-on", "basedOn"), Ref("part-of", "partOf"),
        ]),
        ("VisionPrescription", [Identifier, Patient(), Status, Date("datewritten", "dateWritten"), Ref("encounter", "encounter"), Ref("prescriber", "prescriber")]),
    ];

    /// <summary>Of what has one identifier only.</summary>
    private static SearchParameter IdentifierOne => Token("identifier", "identifier");
}
