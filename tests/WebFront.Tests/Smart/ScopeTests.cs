using System.Net;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>An app is given what was agreed to, and nothing beside it.</summary>
[Collection(DemoPortal.Name)]
public sealed class ScopeTests(DemoPortal portal)
{
    private const string ProblemList = "http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item";
    private static readonly string _emma = DemoPerson.Emma;

    [Fact]
    public async Task A_type_that_was_not_agreed_to_is_not_there_also_not_in_everything()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token("launch/patient patient/Patient.rs patient/AllergyIntolerance.rs");

        var (refused, outcome) = await app.Read(token, $"Condition?patient={_emma}");
        var (_, everything) = await app.Read(token, $"Patient/{_emma}/$everything");

        Assert.Equal(HttpStatusCode.Forbidden, refused);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Equal(["AllergyIntolerance", "Patient"], SmartApp.Types(everything));
    }

    [Theory]
    [InlineData("patient/Condition.rs?category=http://hl7.org/fhir/us/dental-data-exchange/CodeSystem/dental-category|dental")]
    [InlineData("patient/Condition.rs?category=dental")]
    public async Task A_category_narrows_what_is_found_also_in_everything(string scope)
    {
        var app = await SmartApp.Register(portal);
        var all = await app.Token(userName: "minh.nguyen");

        var token = await app.Token($"launch/patient patient/Patient.r {scope}", "minh.nguyen");

        Assert.Equal($"launch/patient patient/Patient.r {scope}", token["scope"]!.GetValue<string>());
        var whole = Conditions((await app.Read(all, $"Condition?patient={DemoPerson.Minh}")).Body);
        var found = Conditions((await app.Read(token, $"Condition?patient={DemoPerson.Minh}")).Body);
        var everything = Conditions((await app.Read(token, $"Patient/{DemoPerson.Minh}/$everything")).Body);
        Assert.True(whole.Length > 1);
        Assert.Equal($"caries-{DemoPerson.Minh}", Assert.Single(found));
        Assert.Equal(found, everything);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Condition/condition-{DemoPerson.Minh}")).Status);
    }

    [Fact]
    public async Task Scopes_of_the_first_version_are_understood()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token("launch/patient patient/Patient.read patient/Condition.read");

        Assert.Equal("launch/patient patient/Patient.read patient/Condition.read", token["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, "Condition")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, "Procedure")).Status);
    }

    [Fact]
    public async Task Reading_is_not_searching()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token("launch/patient patient/Patient.r");

        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        var (status, outcome) = await app.Read(token, $"Patient?_id={_emma}");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("search Patient", outcome["issue"]![0]!["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_goes_only_to_an_app_that_may_have_all_that_it_tells()
    {
        var app = await SmartApp.Register(portal);
        var whole = await app.Token();
        var docref = $"DocumentReference/$docref?patient={_emma}&type=34133-9";
        Assert.Equal(["DocumentReference"], SmartApp.Types((await app.Read(whole, docref)).Body));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(whole, $"Binary/ccd-{_emma}")).Status);

        var healthless = await app.Token(change: fields => fields["Ticked"].Remove("all-health"));
        var narrowed = await app.Token(change: fields => fields["Ticked"].Remove("diagnoses"));

        foreach (var token in new[] { healthless, narrowed })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Binary/ccd-{_emma}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Binary/ccd-{_emma}/_history/1")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"DocumentReference/ccd-{_emma}")).Status);
            Assert.Empty(SmartApp.Types((await app.Read(token, docref)).Body));
            var (_, everything) = await app.Read(token, $"Patient/{_emma}/$everything?_type=Binary,DocumentReference");
            Assert.DoesNotContain($"ccd-{_emma}\"", everything.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_has_signed_in_is_read_by_an_app_that_is_told_who_that_is_whatever_else_it_may()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token("launch/patient openid fhirUser patient/Condition.rs", change: fields => fields["Person"] = [DemoPerson.Noah]);

        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, $"Patient?_id={_emma}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{DemoPerson.Noah}")).Status);
        foreach (var other in new[] { $"Patient/{_emma}/$everything?_type=Condition", $"Condition?patient={_emma}" })
            Assert.Empty(SmartApp.Types((await app.Read(token, other)).Body));
    }

    [Fact]
    public async Task Documents_are_asked_for_without_the_patient()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token("launch/patient patient/DocumentReference.rs");

        var (status, found) = await app.Read(token, $"DocumentReference/$docref?patient={_emma}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain(found["entry"]?.AsArray() ?? [], entry => entry!["resource"]!["id"]!.GetValue<string>() is "patient-summary");
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, "DocumentReference/$docref?patient=demo-somebody-else")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, $"Patient/{_emma}")).Status);
    }

    [Fact]
    public async Task What_a_patient_takes_away_is_not_given()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token(change: fields => fields["Ticked"] = ["all-person", "person", "all-health", "problems", "identity"]);

        Assert.Equal(
            $"launch/patient openid fhirUser patient/Patient.rs patient/Condition.rs?category={ProblemList}",
            token["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, "AllergyIntolerance")).Status);
    }

    [Fact]
    public async Task More_than_the_registration_has_is_not_given()
    {
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Small", Redirects = [SmartApp.Redirect], Scopes = "launch/patient patient/Patient.rs patient/Condition.rs",
        });

        var token = await app.Token("launch/patient offline_access openid patient/*.cruds patient/Procedure.rs user/Patient.rs nonsense");

        Assert.Equal("launch/patient patient/Patient.rs patient/Condition.rs", token["scope"]!.GetValue<string>());
        Assert.False(token.ContainsKey("refresh_token"));
        Assert.False(token.ContainsKey("id_token"));
    }

    [Fact]
    public async Task Nobody_gives_an_app_the_writing_that_is_not_theirs()
    {
        const string scopes = "launch/patient patient/Condition.cruds patient/Subscription.cruds";
        var app = await SmartApp.Register(portal, new() { Name = "Writer", Redirects = [SmartApp.Redirect], Scopes = scopes + " user/Condition.cruds" });

        var ofPatient = await app.Token(scopes);
        var ofAdministrator = await app.Token("user/Condition.cruds", "grace.kim");

        Assert.Equal("launch/patient patient/Condition.rs patient/Subscription.cruds", ofPatient["scope"]!.GetValue<string>());
        Assert.Equal("user/Condition.cruds", ofAdministrator["scope"]!.GetValue<string>());
    }

    [Fact]
    public async Task Scopes_of_which_nothing_can_be_given_are_refused()
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed(app.Ask("system/*.rs whatever"));

        Assert.Equal("invalid_scope", answer["error"]);
    }

    [Fact]
    public async Task Scopes_of_the_person_reach_those_whom_the_person_may_see()
    {
        var child = DemoPerson.Noah;
        var stranger = DemoPerson.Minh;
        var app = await SmartApp.Register(portal, new() { Name = "Family", Redirects = [SmartApp.Redirect], Scopes = "user/*.rs" });

        var token = await app.Token("user/Patient.rs");

        Assert.False(token.ContainsKey("patient"));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{child}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{stranger}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, $"Condition?patient={child}")).Status);
    }

    private static string[] Conditions(System.Text.Json.Nodes.JsonObject bundle) =>
    [
        .. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!)
            .Where(resource => resource["resourceType"]!.GetValue<string>() == "Condition").Select(resource => resource["id"]!.GetValue<string>()),
    ];
}
