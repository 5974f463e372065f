using System.Globalization;
using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>The demo's patients with guardians, guarantors and insurance.</summary>
internal static class DemoPeople
{
    private const string Payer = "Organization/lookout-mutual";

    public static IEnumerable<JsonObject> Resources(DateOnly today)
    {
        yield return Resource("Organization", "lookout-mutual", ("active", true), ("name", "Lookout Mutual Dental Plan"));
        foreach (var patient in DemoFamilies.Patients)
            yield return Patient(patient, today);
        foreach (var family in DemoFamilies.Patients.GroupBy(patient => patient.Family))
        {
            foreach (var (child, parent) in Guardians(family))
                yield return Guardian(child, parent);
            yield return Account(family.Key, [.. family]);
        }

        foreach (var patient in DemoFamilies.Patients.Where(patient => patient.Number % 4 != 3))
            yield return Coverage(patient, today);
    }

    public static DateOnly BirthOf(DemoPatient patient, DateOnly today) =>
        today.AddYears(-patient.Person.Age).AddDays(-((patient.Number * 37) % 340) - 5);

    private static IEnumerable<(DemoPatient Child, DemoPatient Parent)> Guardians(IEnumerable<DemoPatient> family) =>
        from child in family.Where(patient => !patient.Person.IsGrownUp)
        from parent in family.Where(patient => patient.Person.IsGrownUp)
        select (child, parent);

    private static JsonObject Patient(DemoPatient patient, DateOnly today)
    {
        var site = DemoPractice.Sites.Single(site => site.Id == patient.Family.SiteId);
        var phone = $"(423) 555-01{(10 + patient.Number).ToString("00", CultureInfo.InvariantCulture)}";
        var telecom = patient.Person.IsGrownUp
            ? List(Contact("phone", phone, "mobile"), Contact("email", Email(patient), "home"))
            : List(Contact("phone", phone, "home"));
        var links = DemoFamilies.Patients
            .Where(child => child.Family == patient.Family && !child.Person.IsGrownUp && patient.Person.IsGrownUp)
            .Select(child => (JsonNode)new JsonObject { ["other"] = Ref($"RelatedPerson/{RelatedId(child, patient)}"), ["type"] = "seealso" })
            .ToArray();
        var resource = Resource("Patient", patient.Id,
            ("identifier", List(new JsonObject { ["system"] = "urn:demo:chart", ["value"] = patient.Chart.ToString(CultureInfo.InvariantCulture) })),
            ("active", patient.Name != "Halina Kowalski"),
            ("name", List(new JsonObject { ["use"] = "official", ["family"] = patient.Family.Last, ["given"] = List(patient.Person.First) })),
            ("telecom", telecom),
            ("gender", patient.Person.Sex == 'f' ? "female" : "male"),
            ("birthDate", Day(BirthOf(patient, today))),
            ("address", List(Address(patient.Family.Line, site.City, "TN", site.PostalCode))),
            ("communication", List(new JsonObject { ["language"] = Code("urn:ietf:bcp:47", patient.Family.Language), ["preferred"] = true })),
            ("generalPractitioner", List(Ref($"Practitioner/{patient.Dentist.Id}", patient.Dentist.Shown))),
            ("managingOrganization", Ref($"Organization/{DemoPractice.Slug}")));
        if (links.Length > 0)
            resource["link"] = new JsonArray(links);
        if (patient.Name == "Omar Al-Masri")
            resource["extension"] = List(new JsonObject { ["url"] = "urn:portal:patient-status", ["valueCode"] = "NonPatient" });
        return resource;
    }

    private static string Email(DemoPatient patient)
    {
        var host = patient.Number % 3 == 0 ? "example.org" : "example.com";
        var family = patient.Family.Last.Replace("'", "", StringComparison.Ordinal);
        return $"{patient.Person.First}.{family}@{host}".ToLowerInvariant();
    }

    private static string RelatedId(DemoPatient child, DemoPatient parent) => $"{child.Id}-of-{parent.Id}";

    private static JsonObject Guardian(DemoPatient child, DemoPatient parent) => Resource("RelatedPerson", RelatedId(child, parent),
        ("active", true),
        ("patient", Ref(child.Reference)),
        ("relationship", List(Concept(
            "Parent", Coding("http://terminology.hl7.org/CodeSystem/v3-RoleCode", parent.Person.Sex == 'f' ? "MTH" : "FTH")))),
        ("name", List(new JsonObject { ["family"] = parent.Family.Last, ["given"] = List(parent.Person.First) })));

    private static JsonObject Account(DemoFamily family, IReadOnlyList<DemoPatient> people) => Resource("Account", $"account-{people[0].Id}",
        ("status", "active"),
        ("name", $"{family.Last} family"),
        ("subject", new JsonArray([.. people.Select(person => Ref(person.Reference))])),
        ("guarantor", List(new JsonObject { ["party"] = Ref(people.Single(person => person.Pays).Reference) })));

    private static string Relationship(DemoPatient patient, DemoPatient payer) =>
        patient == payer ? "self" : patient.Person.IsGrownUp ? "other" : "child";

    private static JsonObject Coverage(DemoPatient patient, DateOnly today)
    {
        var payer = DemoFamilies.Patients.Single(other => other.Family == patient.Family && other.Pays);
        return Resource("Coverage", $"coverage-{patient.Id}",
            ("status", "active"),
            ("type", Concept("Dental", Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "DENTAL"))),
            ("subscriber", Ref(payer.Reference)),
            ("subscriberId", $"LM-{(70000 + (payer.Number * 13)).ToString(CultureInfo.InvariantCulture)}"),
            ("identifier", List(new JsonObject
            {
                ["type"] = Code("http://terminology.hl7.org/CodeSystem/v2-0203", "MB"),
                ["system"] = "urn:demo:member",
                ["value"] = $"LM-{(70000 + (payer.Number * 13)).ToString(CultureInfo.InvariantCulture)}-{patient.Number.ToString(CultureInfo.InvariantCulture)}",
            })),
            ("relationship", Code("http://terminology.hl7.org/CodeSystem/subscriber-relationship", Relationship(patient, payer))),
            ("beneficiary", Ref(patient.Reference)),
            ("period", new JsonObject { ["start"] = Day(new DateOnly(today.Year, 1, 1)) }),
            ("payor", List(Ref(Payer))));
    }
}
