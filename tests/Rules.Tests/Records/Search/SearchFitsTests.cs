using System.Text;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Rules.Tests.Records.Search;

public sealed class SearchFitsTests
{
    private const string Observation =
        """
        {"resourceType":"Observation","id":"o1","meta":{"lastUpdated":"2026-05-01T10:00:00.000Z"},"status":"final",
         "identifier":[{"type":{"coding":[{"system":"urn:types","code":"LAB"}]},"system":"urn:lab","value":"A,7"}],
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
         "code":{"text":"Blood pressure","coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure panel"}]},
         "subject":{"reference":"Patient/p1"},"encounter":{"identifier":{"system":"urn:visits","value":"77"}},
         "effectiveDateTime":"2026-03-10T09:30:00-05:00","valueQuantity":{"value":5.40,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}
        """;

    private const string Patient =
        """
        {"resourceType":"Patient","id":"p1","active":true,"gender":"female","birthDate":"1980-02",
         "name":[{"family":"Müller-Lyer","given":["Zoë","Ann"]}],
         "telecom":[{"system":"phone","value":"555-0101"},{"system":"email","value":"zoe@example.org"}],
         "address":[{"line":["12 Elm Street"],"city":"Springfield","postalCode":"01101"}]}
        """;

    private const string Plan =
        """
        {"resourceType":"CarePlan","id":"c1","status":"active","intent":"plan","subject":{"reference":"Patient/p1"},
         "period":{"start":"2026-01-15","end":"2026-06"}}
        """;

    /// <summary>A day that is asked for is one of the practice's; a day that was stored is compared with it as it stands.</summary>
    [Theory]
    [InlineData("2026-11-30T23:30:00-05:00", "2026-11-30", true)]
    [InlineData("2026-11-30T23:30:00-05:00", "2026-12-01", false)]
    [InlineData("2026-12-01T04:30:00Z", "2026-11-30", true)]
    [InlineData("2026-12-01T04:30:00Z", "ge2026-12-01", false)]
    [InlineData("2026-12-01T04:30:00Z", "lt2026-12-01", true)]
    [InlineData("2026-12-01T04:30:00Z", "2026-11", true)]
    [InlineData("2026-12-01T04:30:00Z", "2026-11-30T23:30", true)]
    [InlineData("2026-12-01T04:30:00Z", "2026-12-01T04:30:00Z", true)]
    [InlineData("2026-11-30", "2026-11-30", true)]
    [InlineData("2026-11-30", "2026-12-01", false)]
    [InlineData("2026-11-30", "ge2026-12-01T04:59:00Z", true)]
    [InlineData("2026-11-30", "ge2026-12-01T05:00:00Z", false)]
    public void Days_are_those_of_the_practice(string stored, string asked, bool fits)
    {
        var observation = $$"""{"resourceType":"Observation","id":"o1","status":"final","effectiveDateTime":"{{stored}}"}""";
        var served = new ServedResource { Type = "Observation", Id = "o1", Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, Json = Encoding.UTF8.GetBytes(observation) };
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

        Assert.Equal(fits, RecordSearch.Fits(new(served), [new("date", SearchModifier.None, [asked])], zone));
    }

    [Theory]
    [InlineData("status", "final", true)]
    [InlineData("status", "preliminary,final", true)]
    [InlineData("status", "preliminary", false)]
    [InlineData("code", "85354-9", true)]
    [InlineData("code", "http://loinc.org|85354-9", true)]
    [InlineData("code", "http://loinc.org|", true)]
    [InlineData("code", "|85354-9", false)]
    [InlineData("code", "nothing,", false)]
    [InlineData("code", "|", false)]
    [InlineData("code", "http://snomed.info/sct|85354-9", false)]
    [InlineData("category", "vital-signs", true)]
    [InlineData("category", "laboratory", false)]
    [InlineData("identifier", @"urn:lab|A\,7", true)]
    [InlineData("identifier", "A,7", false)]
    [InlineData("patient", "p1", true)]
    [InlineData("patient", "Patient/p1", true)]
    [InlineData("patient", "https://example.org/fhir/Patient/p1", true)]
    [InlineData("patient", "p", false)]
    [InlineData("_id", "o1", true)]
    [InlineData("value-quantity", "5.4", true)]
    [InlineData("value-quantity", "5.4|http://unitsofmeasure.org|mmol/L", true)]
    [InlineData("value-quantity", "5.4||mmol/L", true)]
    [InlineData("value-quantity", "5.4|http://unitsofmeasure.org|mg", false)]
    [InlineData("value-quantity", "5", true)]
    [InlineData("value-quantity", "5.45", false)]
    [InlineData("value-quantity", "gt5.4", false)]
    [InlineData("value-quantity", "ge5.4", true)]
    [InlineData("value-quantity", "lt1e1", true)]
    public void Codes_references_and_quantities(string parameter, string value, bool fits) =>
        Assert.Equal(fits, Fits(Observation, parameter, value));

    [Theory]
    [InlineData("2026-03-10", true)]
    [InlineData("2026", true)]
    [InlineData("2026-03-10T14:30:00Z", true)]
    [InlineData("2026-03-10T14:30Z", true)]
    [InlineData("2026-03-11", false)]
    [InlineData("ne2026-03-11", true)]
    [InlineData("gt2026-03-10", false)]
    [InlineData("ge2026-03-10", true)]
    [InlineData("gt2026-03-10T14:29:59Z", true)]
    [InlineData("lt2026-03-10T14:30:00Z", false)]
    [InlineData("le2026-03-10T14:30:00Z", true)]
    [InlineData("sa2026-03-09", true)]
    [InlineData("eb2026-03-11", true)]
    [InlineData("eb2026-03-10", false)]
    [InlineData("ap2026-03-11", true)]
    public void Times_at_their_zone(string value, bool fits) => Assert.Equal(fits, Fits(Observation, "date", value));

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-07-01", false)]
    [InlineData("2026-06-30", true)]
    [InlineData("2026-01", false)]
    [InlineData("ne2026-03-01", false)]
    [InlineData("ge2026-06-30", true)]
    [InlineData("gt2026-06-30", false)]
    [InlineData("le2026-01-15", true)]
    [InlineData("lt2026-01-15", false)]
    [InlineData("sa2026-01-14", true)]
    [InlineData("eb2026-07-01", true)]
    [InlineData("2026", true)]
    public void Periods(string value, bool fits) => Assert.Equal(fits, Fits(Plan, "date", value));

    [Theory]
    [InlineData("name", "muller", SearchModifier.None, true)]
    [InlineData("name", "ZOE", SearchModifier.None, true)]
    [InlineData("given", "oe", SearchModifier.None, false)]
    [InlineData("given", "oe", SearchModifier.Contains, true)]
    [InlineData("given", "-", SearchModifier.Contains, false)]
    [InlineData("family", "'", SearchModifier.None, false)]
    [InlineData("family", "müller-lyer", SearchModifier.Exact, false)]
    [InlineData("family", "Müller-Lyer", SearchModifier.Exact, true)]
    [InlineData("address-city", "spring", SearchModifier.None, true)]
    [InlineData("address", "12 elm", SearchModifier.None, true)]
    [InlineData("phone", "555-0101", SearchModifier.None, true)]
    [InlineData("phone", "zoe@example.org", SearchModifier.None, false)]
    [InlineData("email", "ZOE@example.org", SearchModifier.None, true)]
    [InlineData("birthdate", "1980-02", SearchModifier.None, true)]
    [InlineData("birthdate", "1980-02-11", SearchModifier.None, false)]
    [InlineData("gender", "male", SearchModifier.Not, true)]
    [InlineData("gender", "female", SearchModifier.Not, false)]
    [InlineData("active", "true", SearchModifier.None, true)]
    [InlineData("deceased", "true", SearchModifier.Missing, false)]
    [InlineData("deceased", "false", SearchModifier.None, true)]
    [InlineData("_id", "p1", SearchModifier.None, true)]
    [InlineData("_id", "P1", SearchModifier.None, false)]
    [InlineData("deceased", "true", SearchModifier.None, false)]
    [InlineData("gender", "true", SearchModifier.Missing, false)]
    [InlineData("gender", "false", SearchModifier.Missing, true)]
    public void People(string parameter, string value, SearchModifier modifier, bool fits) =>
        Assert.Equal(fits, Fits(Patient, parameter, value, modifier));

    [Theory]
    [InlineData("\"deceasedBoolean\":true", true)]
    [InlineData("\"deceasedDateTime\":\"2026-05\"", true)]
    [InlineData("\"deceasedBoolean\":false", false)]
    public void Whoever_has_died_is_found_whether_or_not_it_is_known_when(string element, bool died)
    {
        var patient = Patient.Replace("\"active\":true", element, StringComparison.Ordinal);

        Assert.Equal(died, Fits(patient, "deceased", "true"));
        Assert.Equal(!died, Fits(patient, "deceased", "false"));
    }

    [Fact]
    public void Words_of_a_code_and_identifiers_of_a_type_or_a_reference()
    {
        Assert.True(Fits(Observation, "code", "pressure panel", SearchModifier.Text));
        Assert.False(Fits(Observation, "code", "glucose", SearchModifier.Text));
        Assert.True(Fits(Observation, "identifier", @"urn:types|LAB|A\,7", SearchModifier.OfType));
        Assert.False(Fits(Observation, "identifier", @"urn:types|MR|A\,7", SearchModifier.OfType));
        Assert.True(Fits(Observation, "encounter", "urn:visits|77", SearchModifier.Identifier));
        Assert.False(Fits(Observation, "encounter", "urn:visits|78", SearchModifier.Identifier));
    }

    private static bool Fits(string json, string parameter, string value, SearchModifier modifier = SearchModifier.None)
    {
        var type = json.Split('"')[3];
        var resource = new HeldResource(new() { Type = type, Id = "x", Version = 1, LastUpdated = default, Json = Encoding.UTF8.GetBytes(json) });
        Assert.NotNull(SearchParameters.Find(type, parameter));
        return RecordSearch.Fits(resource, [new(parameter, modifier, SearchValue.Alternatives(value))]);
    }
}
