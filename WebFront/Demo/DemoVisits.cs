using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>The demo's appointments, and what was done at those that took place.</summary>
internal static class DemoVisits
{
    public static IEnumerable<JsonObject> Resources(DemoCalendar calendar)
    {
        foreach (var visit in calendar.Visits)
        {
            yield return Appointment(visit);
            if (!visit.TookPlace)
                continue;
            yield return Encounter(visit);
            yield return Procedure(visit);
            if (visit.Treatment.ByHygienist && visit.Patient.Person.IsGrownUp)
                yield return BloodPressure(visit);
        }
    }

    private static JsonObject Appointment(DemoVisit visit) => Resource("Appointment", visit.Id,
        ("status", visit.Status),
        ("serviceType", List(Concept(visit.Treatment.Words, Coding(Cdt, visit.Treatment.Code, visit.Treatment.Words)))),
        ("description", visit.Treatment.Words),
        ("start", Instant(visit.Start)),
        ("end", Instant(visit.End)),
        ("minutesDuration", visit.Treatment.Minutes),
        ("participant", List(
            Participant(visit.Patient.Reference, visit.Patient.Name, visit.Status is "booked" && !visit.Confirmed ? "needs-action" : "accepted"),
            Participant($"Practitioner/{visit.Provider.Id}", visit.Provider.Shown, "accepted"),
            Participant($"Location/{visit.Provider.SiteId}", null, "accepted"),
            Participant($"Location/{visit.Provider.ChairId}", null, "accepted"))));

    private static JsonObject Participant(string reference, string? display, string status) =>
        new() { ["actor"] = Ref(reference, display), ["status"] = status };

    private static JsonObject Encounter(DemoVisit visit) => Resource("Encounter", $"{visit.Id}-encounter",
        ("status", "finished"),
        ("class", Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory")),
        ("type", List(Concept(visit.Treatment.Words, Coding(Cdt, visit.Treatment.Code)))),
        ("subject", Ref(visit.Patient.Reference)),
        ("participant", List(new JsonObject { ["individual"] = Ref($"Practitioner/{visit.Provider.Id}", visit.Provider.Shown) })),
        ("appointment", List(Ref($"Appointment/{visit.Id}"))),
        ("period", new JsonObject { ["start"] = Instant(visit.Start), ["end"] = Instant(visit.End) }),
        ("location", List(new JsonObject { ["location"] = Ref($"Location/{visit.Provider.SiteId}") })));

    private static JsonObject Procedure(DemoVisit visit) => Dental(Resource("Procedure", $"{visit.Id}-procedure",
        ("status", "completed"),
        ("category", DentalCategory()),
        ("code", Concept(visit.Treatment.Words, Coding(Cdt, visit.Treatment.Code))),
        ("subject", Ref(visit.Patient.Reference)),
        ("encounter", Ref($"Encounter/{visit.Id}-encounter")),
        ("performedDateTime", Instant(visit.Start)),
        ("performer", List(new JsonObject { ["actor"] = Ref($"Practitioner/{visit.Provider.Id}", visit.Provider.Shown) })),
        ("bodySite", DemoTeeth.Sites(visit.Treatment))));

    private static JsonObject BloodPressure(DemoVisit visit)
    {
        var systolic = 108 + (visit.Patient.Person.Age / 2) + (visit.Patient.Number % 7);
        return Resource("Observation", $"{visit.Id}-bp",
            ("status", "final"),
            ("category", List(Code("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs"))),
            ("code", Concept("Blood pressure", Coding(Loinc, "85354-9"))),
            ("subject", Ref(visit.Patient.Reference)),
            ("encounter", Ref($"Encounter/{visit.Id}-encounter")),
            ("effectiveDateTime", Instant(visit.Start)),
            ("component", List(Component("Systolic", "8480-6", systolic), Component("Diastolic", "8462-4", systolic - 46))));
    }

    private static JsonObject Component(string words, string code, int value) => new()
    {
        ["code"] = Concept(words, Coding(Loinc, code)),
        ["valueQuantity"] = new JsonObject
        {
            ["value"] = value,
            ["unit"] = "mmHg",
            ["system"] = "http://unitsofmeasure.org",
            ["code"] = "mm[Hg]",
        },
    };
}
