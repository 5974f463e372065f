using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Records.Reflection;

namespace Portal.Rules.Tests.Records.Reflection;

public sealed class PatientReflectionTests
{
    private const string Imported =
        """
        {"resourceType":"Patient","id":"p1","active":true,"maritalStatus":{"text":"Married"},
         "name":[{"use":"maiden","family":"Jones"},{"use":"official","family":"Doe","given":["Pat"],"suffix":["Jr."]}],
         "telecom":[{"system":"phone","use":"mobile","value":"555-0101","rank":1},{"system":"fax","value":"555-0199"}],
         "address":[{"use":"home","line":["1 Elm"],"city":"Troy","state":"NY","postalCode":"12180","country":"US","district":"Rensselaer"}]}
        """;

    private static readonly string[] _providers = ["raman", "lee"];

    private static readonly Demographics _before = new()
    {
        FirstName = "Pat", LastName = "Doe", WirelessPhone = "555-0101", AddressLine1 = "1 Elm", City = "Troy", State = "NY", PostalCode = "12180",
    };

    [Fact]
    public void Only_what_was_changed_here_is_touched()
    {
        var now = _before with { WirelessPhone = "555-0102", Email = "pat@example.org" };
        var resource = JsonNode.Parse(Imported)!.AsObject();

        PatientReflection.Apply(resource, View(now), Changed(now), _providers);

        var expected = JsonNode.Parse(Imported)!.AsObject();
        expected["telecom"]![0]!["value"] = "555-0102";
        expected["telecom"]!.AsArray().Add(new JsonObject { ["system"] = "email", ["value"] = "pat@example.org" });
        Assert.True(JsonNode.DeepEquals(expected, resource), resource.ToJsonString());
    }

    [Fact]
    public void A_physician_of_another_office_stays_beside_the_dentist_of_the_desk()
    {
        var resource = JsonNode.Parse("""{"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/physician"},{"reference":"Practitioner/lee"}]}""")!.AsObject();

        PatientReflection.Apply(resource, View(_before) with { PrimaryProviderId = "raman" }, ["provider"], _providers);
        var chosen = resource["generalPractitioner"]!.ToJsonString();
        PatientReflection.Apply(resource, View(_before), ["provider"], _providers);
        PatientReflection.Apply(resource, View(_before) with { PrimaryProviderId = "raman" }, [PatientReflection.KeptProvider], _providers);

        Assert.Equal("""[{"reference":"Practitioner/raman"},{"reference":"Practitioner/physician"}]""", chosen);
        Assert.Equal(chosen, resource["generalPractitioner"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"use":"old","line":["49 Meadow"],"period":{"end":"2020"}},{"line":["1 Elm"],"period":{"start":"2020"}}""", 1)]
    [InlineData("""{"use":"home","line":["49 Meadow"],"period":{"end":"2020"}},{"use":"temp","line":["1 Elm"]}""", 1)]
    [InlineData("""{"use":"billing","line":["PO Box 1"]},{"use":"home","line":["1 Elm"]}""", 1)]
    [InlineData("""{"use":"old","line":["49 Meadow"]}""", 1)]
    public void A_new_address_is_written_where_the_present_one_stands(string addresses, int place)
    {
        var resource = JsonNode.Parse($$"""{"resourceType":"Patient","address":[{{addresses}}]}""")!.AsObject();
        var first = resource["address"]![0]!.ToJsonString();
        var now = _before with { AddressLine1 = "2 Oak" };

        PatientReflection.Apply(resource, View(now), ["address"], _providers);

        Assert.Equal(first, resource["address"]![0]!.ToJsonString());
        Assert.Equal("2 Oak", resource["address"]![place]!["line"]![0]!.GetValue<string>());
    }

    [Fact]
    public void A_new_name_and_address_leave_old_names_and_unknown_parts()
    {
        var now = _before with { LastName = "Roe", MiddleName = "Ann Lee", PreferredName = "Patty", AddressLine2 = "Apt 2", City = "Albany" };
        var resource = JsonNode.Parse(Imported)!.AsObject();

        PatientReflection.Apply(resource, View(now), Changed(now), _providers);

        Assert.Equal("""[{"use":"maiden","family":"Jones"},{"use":"official","family":"Roe","given":["Pat","Ann","Lee"],"suffix":["Jr."]},{"use":"nickname","given":["Patty"]}]""", resource["name"]!.ToJsonString());
        Assert.Equal("""{"use":"home","line":["1 Elm","Apt 2"],"city":"Albany","state":"NY","postalCode":"12180","country":"US"}""", resource["address"]![0]!.ToJsonString());
        Assert.Equal("Married", resource["maritalStatus"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void What_was_told_of_the_house_before_is_not_told_of_the_new_one()
    {
        var resource = JsonNode.Parse("""
            {"address":[{"id":"a1","use":"home","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/geolocation"}],"line":["1 Elm"],
             "_line":[{"extension":[{"url":"x"}]}],"district":"Rensselaer","period":{"start":"1940"}}]}
            """)!.AsObject();

        PatientReflection.Apply(resource, View(_before with { AddressLine1 = "2 Oak" }), ["address"], _providers);

        Assert.Equal("""[{"id":"a1","use":"home","line":["2 Oak"],"city":"Troy","state":"NY","postalCode":"12180","country":"US"}]""", resource["address"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""["Mary Ann","Lee"]""", "Mary Ann", "Lee", """["Mary Ann","Lee"]""")]
    [InlineData("""["Pat","Mary Ann"]""", "Pat", "Mary Ann", """["Pat","Mary Ann"]""")]
    [InlineData("""["Pat","Mary Ann"]""", "Patty", "Mary Ann", """["Patty","Mary Ann"]""")]
    [InlineData("""["Pat"]""", "Mary Ann", "Lee Joy", """["Mary Ann","Lee","Joy"]""")]
    [InlineData("""["Pat","Lee"]""", "Pat", "", """["Pat"]""")]
    public void A_given_name_with_a_blank_stays_one(string before, string first, string middle, string after)
    {
        var resource = JsonNode.Parse($$"""{"name":[{"use":"official","family":"Doe","given":{{before}}}]}""")!.AsObject();

        PatientReflection.Apply(resource, View(_before with { FirstName = first, MiddleName = middle, LastName = "Roe" }), ["name"], _providers);

        Assert.Equal(after, resource["name"]![0]!["given"]!.ToJsonString());
    }

    [Theory]
    [InlineData(PatientStatus.Inactive, """{"active":false}""")]
    [InlineData(PatientStatus.Deceased, """{"active":false,"deceasedBoolean":true}""")]
    [InlineData(PatientStatus.NonPatient, """{"active":true,"extension":[{"url":"urn:portal:patient-status","valueCode":"NonPatient"}]}""")]
    public void A_status_is_said_so_that_an_import_reads_it_again(PatientStatus status, string expected)
    {
        var resource = new JsonObject { ["active"] = true };

        PatientReflection.Apply(resource, View(_before) with { Status = status }, ["status"], _providers);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), resource), resource.ToJsonString());
        PatientReflection.Apply(resource, View(_before), ["status"], _providers);
        Assert.Equal("""{"active":true}""", resource.ToJsonString());
    }

    [Fact]
    public void What_was_taken_away_is_gone()
    {
        var now = new Demographics { FirstName = "Pat", LastName = "Doe", Country = "" };
        var resource = JsonNode.Parse(Imported)!.AsObject();

        PatientReflection.Apply(resource, View(now), Changed(now), _providers);

        Assert.Equal("""[{"system":"fax","value":"555-0199"}]""", resource["telecom"]!.ToJsonString());
        Assert.Null(resource["address"]);
    }

    [Fact]
    public void A_patient_made_here_is_whole()
    {
        var now = _before with { BirthDate = new(1980, 1, 2), Gender = Gender.Female, Language = "es" };
        var resource = PatientReflection.New("p1", "birch");

        PatientReflection.Apply(resource, View(now) with { PrimaryProviderId = "raman" }, PatientReflection.All, _providers);

        Assert.Equal("1980-01-02", resource["birthDate"]!.GetValue<string>());
        Assert.Equal("female", resource["gender"]!.GetValue<string>());
        Assert.Equal("Doe", resource["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("es", resource["communication"]![0]!["language"]!["coding"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("Practitioner/raman", resource["generalPractitioner"]![0]!["reference"]!.GetValue<string>());
        Assert.DoesNotContain("[]", resource.ToJsonString(), StringComparison.Ordinal);
    }

    private static System.Collections.Immutable.ImmutableArray<string> Changed(Demographics now) =>
        PatientReflection.Changed(PatientStatus.Patient, _before, null, PatientStatus.Patient, now, null);

    private static PatientView View(Demographics person) => new()
    {
        Id = "p1",
        Demographics = person,
        GuarantorId = "p1",
        Access = new(OnlineAccessState.NoAccount),
    };
}
