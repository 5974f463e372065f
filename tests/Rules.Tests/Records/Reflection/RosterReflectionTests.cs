using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Reflection;

namespace Portal.Rules.Tests.Records.Reflection;

public sealed class RosterReflectionTests
{
    private static readonly PracticeView _practice = new()
    {
        Card = new() { Slug = "birch", Name = "Birch Dental", Phone = "555-0100" },
        Locations = [new("main", "Main Street", "America/Chicago", "12 Main Street, Suite 4, Cedar Falls, IA 50613", "555-0101")],
        Chairs = [new("op1", "main", "Op 1", 1)],
        Providers = [new("raman", "Dr. Priya Raman, DDS", ProviderKind.Dentist, ["main"], Email: "raman@birch.example")],
        Pools = [new("front-desk", "Front desk", "Appointments")],
    };

    [Fact]
    public void What_is_new_is_told_whole()
    {
        var changes = RosterChanges.Between(new() { Card = new() { Slug = "birch", Name = "" } }, _practice);

        Assert.Equal(
            ["Organization/birch", "Location/main", "Location/op1", "Practitioner/raman", "PractitionerRole/raman", "HealthcareService/front-desk"],
            changes.Select(change => $"{change.Type}/{change.Id}"));
        Assert.Equal(["name", "phone"], changes[0].Elements.AsEnumerable());
        Assert.All(changes.Skip(1), change => Assert.Equal(RosterChanges.AllOf(change.Type, change.Id == "op1").AsEnumerable(), change.Elements.AsEnumerable()));
    }

    [Fact]
    public void Only_what_differs_is_told()
    {
        var next = _practice with { Providers = [_practice.Providers[0] with { AcceptsMessages = false }] };

        var change = Assert.Single(RosterChanges.Between(_practice, next));

        Assert.Equal(("PractitionerRole", "raman"), (change.Type, change.Id));
        Assert.Equal(["messages"], change.Elements.AsEnumerable());
        Assert.Empty(RosterChanges.Between(next, next));
    }

    [Fact]
    public void A_location_has_its_zone_and_its_address_in_parts()
    {
        var location = Made("Location", "main");

        Assert.Equal("America/Chicago", location["extension"]![0]!["valueCode"]!.GetValue<string>());
        Assert.Equal("""{"line":["12 Main Street","Suite 4"],"city":"Cedar Falls","state":"IA","postalCode":"50613","country":"US"}""", location["address"]!.ToJsonString());
        Assert.Equal("Organization/birch", location["managingOrganization"]!["reference"]!.GetValue<string>());
    }

    [Fact]
    public void An_address_that_cannot_be_taken_apart_is_a_text()
    {
        var practice = _practice with { Locations = [_practice.Locations[0] with { Address = "Beside the mill" }] };
        var resource = RosterReflection.New(All("Location", "main"), practice);

        RosterReflection.Apply(resource, new("Location", "main", ["address"]), practice);

        Assert.Equal("""{"text":"Beside the mill"}""", resource["address"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Dr. Priya Raman, DDS", """{"text":"Dr. Priya Raman, DDS","prefix":["Dr."],"given":["Priya"],"suffix":["DDS"],"family":"Raman"}""")]
    [InlineData("Mary Ann Smith", """{"text":"Mary Ann Smith","given":["Mary Ann"],"family":"Smith"}""")]
    [InlineData("Cher", """{"text":"Cher","family":"Cher"}""")]
    [InlineData("Dr.", """{"text":"Dr.","family":"Dr."}""")]
    public void A_shown_name_is_taken_apart(string shown, string name)
    {
        var practice = _practice with { Providers = [_practice.Providers[0] with { Name = shown }] };
        var resource = RosterReflection.New(All("Practitioner", "raman"), practice);

        RosterReflection.Apply(resource, new("Practitioner", "raman", ["name"]), practice);

        Assert.Equal(name, resource["name"]![0]!.ToJsonString());
    }

    [Fact]
    public void What_came_and_was_not_changed_here_stays()
    {
        var came = JsonNode.Parse("""{"resourceType":"PractitionerRole","id":"r1","active":true,"code":[{"text":"Endodontist"}],"telecom":[{"system":"phone","value":"555-0199"}]}""")!.AsObject();
        var practice = _practice with { Providers = [_practice.Providers[0] with { AcceptsMessages = false }] };

        Assert.True(RosterReflection.Apply(came, new("PractitionerRole", "raman", ["messages", "email"]), practice));

        Assert.Equal(
            """{"resourceType":"PractitionerRole","id":"r1","active":true,"code":[{"text":"Endodontist"}],"telecom":[{"system":"phone","value":"555-0199"}],"extension":[{"url":"urn:portal:accepts-messages","valueBoolean":false}]}""",
            came.ToJsonString());
    }

    [Fact]
    public void Of_several_names_addresses_phones_and_kinds_the_one_that_the_portal_shows_is_changed()
    {
        var person = JsonNode.Parse("""{"name":[{"use":"usual","text":"Pri"},{"use":"official","family":"Old","period":{"start":"2020"}}]}""")!.AsObject();
        var practice = JsonNode.Parse("""{"telecom":[{"system":"phone","value":"1"},{"system":"phone","value":"2","rank":1}],"address":[{"city":"Old"},{"city":"Billing"}]}""")!.AsObject();
        var role = JsonNode.Parse("""{"code":[{"text":"Dental hygienist"},{"text":"Teacher"}],"specialty":[{"text":"Hygiene"}]}""")!.AsObject();
        var settings = _practice with { Card = _practice.Card with { Address = "Beside the mill" } };

        RosterReflection.Apply(person, new("Practitioner", "raman", ["name"]), settings);
        RosterReflection.Apply(practice, new("Organization", "birch", ["phone", "address"]), settings);
        RosterReflection.Apply(role, new("PractitionerRole", "raman", ["kind"]), settings);

        Assert.Equal("Pri", person["name"]![0]!["text"]!.GetValue<string>());
        Assert.Equal("Raman", person["name"]![1]!["family"]!.GetValue<string>());
        Assert.Equal("2020", person["name"]![1]!["period"]!["start"]!.GetValue<string>());
        Assert.Equal(["1", "555-0100"], practice["telecom"]!.AsArray().Select(one => one!["value"]!.GetValue<string>()));
        Assert.Equal("""[{"text":"Beside the mill"},{"city":"Billing"}]""", practice["address"]!.ToJsonString());
        Assert.Equal(["Dentist", "Teacher"], role["code"]!.AsArray().Select(one => one!["coding"]?[0]!["display"]!.GetValue<string>() ?? one["text"]!.GetValue<string>()));
        Assert.Null(role["specialty"]);
    }

    [Fact]
    public void A_chair_stands_in_its_location()
    {
        var chair = Made("Location", "op1");

        Assert.Equal("Location/main", chair["partOf"]!["reference"]!.GetValue<string>());
        Assert.Equal("Op 1", chair["name"]!.GetValue<string>());
        Assert.Null(chair["address"]);
    }

    [Fact]
    public void What_the_settings_have_no_longer_is_left_alone() =>
        Assert.False(RosterReflection.Apply([], new("HealthcareService", "gone", ["name"]), _practice));

    [Fact]
    public void Whoever_works_here_and_is_no_provider_is_a_practitioner_too()
    {
        var staffed = _practice with { Staff = [new("u1", "Tomás Rivera", Audience.FrontDesk, null, []), new("u2", "Dr. Priya Raman", Audience.Provider, "raman", [])] };

        var change = Assert.Single(RosterChanges.Between(_practice, staffed));

        Assert.Equal(("Practitioner", StaffPractitioner.IdOf("u1")), (change.Type, change.Id));
        var person = RosterReflection.New(change, staffed);
        Assert.True(RosterReflection.Apply(person, change, staffed));
        Assert.Equal("Rivera", person["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("urn:portal:birch:staff", person["identifier"]![0]!["system"]!.GetValue<string>());
        Assert.True(person["active"]!.GetValue<bool>());
    }

    [Fact]
    public void Who_has_left_is_not_active_any_more()
    {
        var staffed = _practice with { Staff = [new("u1", "Tomás Rivera", Audience.FrontDesk, null, [])] };
        var came = Assert.Single(RosterChanges.Between(_practice, staffed));
        var person = RosterReflection.New(came, staffed);
        RosterReflection.Apply(person, came, staffed);

        var left = Assert.Single(RosterChanges.Between(staffed, _practice));

        Assert.True(RosterReflection.Apply(person, left, _practice));
        Assert.False(person["active"]!.GetValue<bool>());
        Assert.Equal("Rivera", person["name"]![0]!["family"]!.GetValue<string>());
        Assert.False(RosterReflection.Apply(RosterReflection.New(left, _practice), left, _practice));
    }

    private static JsonObject Made(string type, string id)
    {
        var all = All(type, id);
        var resource = RosterReflection.New(all, _practice);
        Assert.True(RosterReflection.Apply(resource, all, _practice));
        return resource;
    }

    private static RosterChange All(string type, string id) => new(type, id, RosterChanges.AllOf(type, isChair: id == "op1"));
}
