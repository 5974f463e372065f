using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Whose document it is, who made it and keeps it, and which time of care it is about.</summary>
internal static class CcdHeader
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private const int FullAge = 18;
    private const string RaceRoot = "2.16.840.1.113883.6.238";

    /// <summary>The five of C-CDA's value set (Race Category Excluding Nulls).</summary>
    private static readonly string[] _races = ["1002-5", "2028-9", "2054-5", "2076-8", "2106-3"];

    public static IEnumerable<object?> Of(CcdRecord record)
    {
        var edition = record.Edition;
        yield return El("realmCode", At("code", "US"));
        yield return El("typeId", At("root", "2.16.840.1.113883.1.3"), At("extension", "POCD_HD000040"));
        yield return Template("2.16.840.1.113883.10.20.22.1.1", "2015-08-01");
        yield return Template(CcdDocument.Root, "2015-08-01");
        yield return Id(edition.Id);
        yield return Code("code", "34133-9", CodeSystems.LoincOid, "LOINC", "Summarization of Episode Note");
        yield return El("title", $"Health summary of {record.Practice.Text("name")}");
        yield return El("effectiveTime", At("value", CdaTime.Of(edition.At)));
        yield return Code("confidentialityCode", "N", "2.16.840.1.113883.5.25", "Confidentiality", "normal");
        yield return El("languageCode", At("code", "en-US"));
        yield return El("setId", At("root", edition.SetId.ToString()));
        yield return El("versionNumber", At("value", edition.Version.ToString(CultureInfo.InvariantCulture)));
        yield return El("recordTarget", PatientRole(record));
        yield return Author(record);
        yield return El("custodian", El("assignedCustodian", record.Organization("representedCustodianOrganization")));
        yield return InformationRecipient(record);
        yield return LegalAuthenticator(record);
        yield return DocumentationOf(record);
        if (edition.Version > 1)
        {
            yield return El("relatedDocument", At("typeCode", "RPLC"), El(
                "parentDocument",
                Id(edition.Before),
                El("setId", At("root", edition.SetId.ToString())),
                El("versionNumber", At("value", (edition.Version - 1).ToString(CultureInfo.InvariantCulture)))));
        }
    }

    private static XElement PatientRole(CcdRecord record)
    {
        var patient = record.Patient;
        return El(
            "patientRole",
            [
                El("id", At("root", record.Edition.PracticeRoot.ToString()), At("extension", record.Edition.PatientId)),
                CdaPeople.Address(patient),
                .. CdaPeople.Telecoms(patient),
                El("patient",
                [
                    CdaPeople.PersonName(patient),
                    Gender(patient.Text("gender")),
                    CdaTime.Point("birthTime", patient.Text("birthDate")),
                    MaritalStatus(patient),
                    .. Races(patient),
                    Ethnicity(patient),
                    .. record.Resources.Where(one => IsGuardian(one, record)).Select(Guardian),
                    .. patient.Parts("communication").Select(Language),
                ]),
                record.Organization("providerOrganization"),
            ]);
    }

    private static XElement Gender(string gender)
    {
        var code = gender switch { "female" => ("F", "Female"), "male" => ("M", "Male"), "other" => ("UN", "Undifferentiated"), _ => ("", "") };
        return code.Item1.Length == 0
            ? El("administrativeGenderCode", Null())
            : Code("administrativeGenderCode", code.Item1, "2.16.840.1.113883.5.1", "AdministrativeGender", code.Item2);
    }

    private static XElement? MaritalStatus(JsonObject patient) =>
        CdaConcept.CodeIn(patient.Part("maritalStatus"), "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus") is { } code
            ? Code("maritalStatusCode", code, "2.16.840.1.113883.5.2", "MaritalStatus")
            : null;

    /// <summary>The first is one of the five categories, or there is none; further ones and what is more exact follow by an extension.</summary>
    private static IEnumerable<XElement> Races(JsonObject patient)
    {
        var told = Categories(patient, "race", "ombCategory").Concat(Categories(patient, "race", "detailed")).ToList();
        var first = told.Find(race => _races.Contains(race.Text("code")));
        yield return first is null ? El("raceCode", Null()) : Category("raceCode", first);
        foreach (var race in told.Where(race => race != first))
        {
            var further = Category("raceCode", race);
            further.Name = Sdtc + "raceCode";
            yield return further;
        }
    }

    private static XElement Ethnicity(JsonObject patient) =>
        Categories(patient, "ethnicity", "ombCategory").FirstOrDefault() is { } coding ? Category("ethnicGroupCode", coding) : El("ethnicGroupCode", Null());

    private static IEnumerable<JsonObject> Categories(JsonObject patient, string kind, string part) => patient.Extension(UsCore + kind)
        .Parts("extension")
        .Where(extension => extension.Text("url") == part)
        .SelectMany(extension => extension.Parts("valueCoding"))
        .Where(coding => coding.Text("system") == "urn:oid:" + RaceRoot);

    private static XElement Category(string name, JsonObject coding) =>
        Code(name, coding.Text("code"), RaceRoot, "CDC Race and Ethnicity", coding.Text("display") is { Length: > 0 } words ? words : null);

    /// <summary>Parents are guardians of children; of grown-ups only who was made one. Neither is one any more when it has ended.</summary>
    private static bool IsGuardian(JsonObject resource, CcdRecord record) => resource.Is("RelatedPerson")
        && resource["active"]?.ToJsonString() is not "false"
        && !HasEnded(resource.Part("period"), record.Edition.AsOf)
        && GuardianRole(resource) is { } role && (role is "GUARD" || IsMinor(record));

    private static string? GuardianRole(JsonObject person)
    {
        var roles = person.Codings("relationship").Select(coding => coding.Text("code")).Where(code => code is "MTH" or "FTH" or "PRN" or "GUARD").ToList();
        return roles.Contains("GUARD") ? "GUARD" : roles.FirstOrDefault();
    }

    private static bool HasEnded(JsonObject? period, DateTimeOffset at) =>
        period.Text("end") is { Length: >= 10 } end && string.CompareOrdinal(end[..10], Day(at)) < 0;

    private static bool IsMinor(CcdRecord record) =>
        record.Patient.Text("birthDate") is { Length: > 0 } born && string.CompareOrdinal(born, Day(record.Edition.AsOf.AddYears(-FullAge))) > 0;

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static XElement Guardian(JsonObject person)
    {
        return El(
            "guardian",
            [
                Code("code", GuardianRole(person)!, "2.16.840.1.113883.5.111", "RoleCode"),
                CdaPeople.Address(person),
                .. CdaPeople.Telecoms(person),
                El("guardianPerson", CdaPeople.PersonName(person)),
            ]);
    }

    private static XElement Language(JsonObject spoken) => El(
        "languageCommunication",
        CdaConcept.CodeIn(spoken.Part("language"), "urn:ietf:bcp:47") is { } code ? El("languageCode", At("code", code)) : El("languageCode", Null()),
        spoken["preferred"]?.ToJsonString() is "true" ? El("preferenceInd", At("value", "true")) : null);

    /// <summary>The portal puts it together.</summary>
    private static XElement Author(CcdRecord record) => El(
        "author",
        El("time", At("value", CdaTime.Of(record.Edition.At))),
        El(
            "assignedAuthor",
            Id(record.Edition.PracticeRoot),
            CdaPeople.Address(record.Practice),
            CdaPeople.Telecoms(record.Practice).First(),
            El("assignedAuthoringDevice", El("manufacturerModelName", "Portal"), El("softwareName", "Portal")),
            record.Organization("representedOrganization")));

    /// <summary>No person reads a document before it is given out: it names the provider who answers for all of them, if one does.</summary>
    private static XElement? LegalAuthenticator(CcdRecord record) => record.Signer is not { } signer ? null : El(
        "legalAuthenticator",
        El("time", At("value", CdaTime.Of(record.Edition.At))),
        El("signatureCode", At("code", "S")),
        record.AssignedEntity(signer, new() { ["reference"] = signer.ReferenceOf(), ["display"] = CdaPeople.NameInWords(signer) }));

    private static XElement InformationRecipient(CcdRecord record) => El(
        "informationRecipient",
        El("intendedRecipient", El("informationRecipient", CdaPeople.PersonName(record.Patient))));

    private static XElement DocumentationOf(CcdRecord record)
    {
        var days = record.Resources
            .Where(resource => resource.Is("Encounter") || resource.Is("Procedure") || resource.Is("Observation") || resource.Is("Immunization"))
            .Select(SummaryOrder.DateOf);
        var first = days.Append(record.Patient.Text("birthDate")).Where(day => CdaTime.Of(day) is not null).Min(StringComparer.Ordinal);
        return El(
            "documentationOf",
            El(
                "serviceEvent",
                At("classCode", "PCPR"),
                El("effectiveTime", CdaTime.Point("low", first), El("high", At("value", CdaTime.Of(record.Edition.At)))),
                record.Patient.Parts("generalPractitioner").Select(who => record.Performer(record.Patient, who, "PRF"))));
    }
}
