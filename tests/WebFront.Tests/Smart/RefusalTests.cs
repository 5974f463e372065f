using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Silo.Storage;
using Portal.WebFront.Apps.Storage;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>What an app that is not in order, or somebody in its place, does not get.</summary>
[Collection(DemoPortal.Name)]
public sealed class RefusalTests(DemoPortal portal)
{
    private static readonly string _emma = DemoPerson.Emma;

    [Theory]
    [InlineData("https://elsewhere.example/fhir")]
    [InlineData("")]
    public async Task Another_server_as_audience_is_refused(string audience)
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed(new(app.Ask()) { ["aud"] = audience });

        Assert.Equal("invalid_request", answer["error"]);
        Assert.False(answer.ContainsKey("code"));
    }

    [Theory]
    [InlineData("redirect_uri", "https://app.example/done")]
    [InlineData("redirect_uri", "https://app.example/done?keep=1&more=2")]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("client_id", "demo.unknown")]
    [InlineData("client_id", "demo")]
    [InlineData("client_id", "a b")]
    [InlineData("client_id", "ä{}")]
    [InlineData("client_id", null)]
    public async Task An_unknown_app_or_address_is_told_to_the_person_and_nobody_is_sent_there(string name, string? value)
    {
        var app = await SmartApp.Register(portal);
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        using var http = app.Plain(browser.Cookies);

        var ask = app.Ask();
        ask.Remove(name);
        if (value is not null)
            ask[name] = value;

        using var answer = await http.GetAsync(SmartApp.AuthorizeUrl(ask));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    /// <summary>OAuth lets an app with one address leave it out; SMART does not, and nobody would know where the answer leads.</summary>
    [Fact]
    public async Task A_request_without_an_address_is_refused_also_where_the_app_has_but_one()
    {
        var app = await SmartApp.Register(portal);
        var ask = app.Ask("launch/patient patient/*.rs");
        ask.Remove("redirect_uri");
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        using var http = app.Plain(browser.Cookies);

        using var answer = await http.GetAsync(SmartApp.AuthorizeUrl(ask));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(SmartApp.Redirect, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("invalid_request", QueryHelpers.ParseQuery(answer.Headers.Location.Query)["error"]);
    }

    [Theory]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    public async Task Without_a_hashed_proof_key_there_is_no_code_and_the_app_is_told(string name, string? value, string error)
    {
        var app = await SmartApp.Register(portal);
        var ask = app.Ask();
        ask.Remove(name);
        if (value is not null)
            ask[name] = value;
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        using var http = app.Plain(browser.Cookies);

        using var answer = await http.GetAsync(SmartApp.AuthorizeUrl(ask));
        await browser.Open(SmartApp.AuthorizeUrl(new(ask) { ["redirect_uri"] = "https://evil.example/" }));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var place = answer.Headers.Location!;
        Assert.StartsWith(SmartApp.Redirect, place.OriginalString, StringComparison.Ordinal);
        var told = QueryHelpers.ParseQuery(place.Fragment.Length > 0 ? place.Fragment[1..] : place.Query);
        Assert.Equal((error, "a/b+c=1"), (told["error"].ToString(), told["state"].ToString()));
        Assert.False(told.ContainsKey("code"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("The app cannot be connected", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("blank")]
    [InlineData("wrong")]
    [InlineData("challenge")]
    public async Task A_verifier_that_does_not_fit_gives_no_token(string kind)
    {
        var app = await SmartApp.Register(portal);
        var redeem = app.Redeem(await app.Code());
        redeem["code_verifier"] = kind switch { "blank" => "", "wrong" => new('x', 43), _ => app.Challenge };
        if (kind is "missing")
            redeem.Remove("code_verifier");

        var (status, body) = await app.Post("token", redeem);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(body.ContainsKey("access_token"));
    }

    [Theory]
    [InlineData("code", "no-such-code")]
    [InlineData("redirect_uri", "https://app.example/done")]
    public async Task A_code_opens_nothing_elsewhere(string name, string value)
    {
        var app = await SmartApp.Register(portal);
        var redeem = app.Redeem(await app.Code());
        redeem[name] = value;

        var (status, body) = await app.Post("token", redeem);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", body["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    public async Task A_form_that_cannot_be_read_is_refused_as_OAuth_tells_errors(string endpoint)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        foreach (var (type, body) in new[] { ("multipart/form-data; boundary=q", "none"), ("multipart/form-data", "none"), ("application/x-www-form-urlencoded", "code=%00") })
        {
            using var content = new StringContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await http.PostAsync($"/demo/connect/{endpoint}", content);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("invalid_request", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_code_of_one_app_is_nothing_to_another()
    {
        var app = await SmartApp.Register(portal);
        var other = await SmartApp.Register(portal);

        var (status, _) = await other.Post("token", new(app.Redeem(await app.Code())) { ["client_id"] = other.Id });

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_code_that_is_shown_again_ends_what_it_gave()
    {
        var app = await SmartApp.Register(portal);
        var redeem = app.Redeem(await app.Code());
        var (_, token) = await app.Post("token", redeem);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);

        var (status, body) = await app.Post("token", redeem);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", body["error"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_refresh_token_that_is_none_gives_nothing(string token)
    {
        var app = await SmartApp.Register(portal);

        var (status, body) = await app.Post("token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token, ["client_id"] = app.Id });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(token.Length > 0 ? "invalid_grant" : "invalid_request", body["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_confidential_app_needs_its_secret()
    {
        var draft = new AppDraft { Name = "Server", Proof = AppProof.Secret, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes };
        var app = await SmartApp.Register(portal, draft);
        var impostor = new SmartApp(portal, app.Id, "0123");
        var code = await app.Code();

        var (refused, _) = await impostor.Post("token", new(app.Redeem(code)) { ["client_id"] = app.Id });
        var (bare, _) = await new SmartApp(portal, app.Id).Post("token", app.Redeem(code));
        var (given, _) = await app.Post("token", app.Redeem(code));

        Assert.Equal(HttpStatusCode.Unauthorized, refused);
        Assert.Equal(HttpStatusCode.Unauthorized, bare);
        Assert.Equal(HttpStatusCode.OK, given);
    }

    [Fact]
    public async Task A_token_of_another_practice_or_of_nobody_opens_nothing()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token["access_token"]!.GetValue<string>());

        await CopyTo("cedar");
        using (CallerScope.Use(Caller.System("cedar")))
            Assert.NotEmpty(await portal.Grain<IAppGrantsGrain>("cedar", PortalUserId.ForPatient(_emma)).List());
        using var elsewhere = await http.GetAsync($"/cedar/fhir/R4/Patient/{_emma}");
        var made = await app.Read(new() { ["access_token"] = "abc" }, $"Patient/{_emma}");
        var identity = await app.Read(new() { ["access_token"] = token["id_token"]!.GetValue<string>() }, $"Patient/{_emma}");
        var refresh = await app.Read(new() { ["access_token"] = token["refresh_token"]!.GetValue<string>() }, $"Patient/{_emma}");

        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.All([made, identity, refresh], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
    }

    [Fact]
    public async Task What_has_expired_opens_nothing()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();
        var code = await app.Code();
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var past = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var changed = await scope.ServiceProvider.GetRequiredService<TokenContext>().Set<OpenIddictEntityFrameworkCoreToken>()
                .Where(entry => entry.Application!.ClientId == app.Id)
                .ExecuteUpdateAsync(entries => entries.SetProperty(entry => entry.ExpirationDate, past));
            Assert.True(changed >= 3);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Redeem(code))).Status);
    }

    [Fact]
    public async Task Nothing_of_another_patient_is_found_by_any_way()
    {
        var child = DemoPerson.Noah;
        var stranger = DemoPerson.Minh;
        var app = await SmartApp.Register(portal);
        var token = await app.Token();

        foreach (var other in new[] { child, stranger })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{other}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{other}/$everything")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{other}/$summary")).Status);
            Assert.Empty(SmartApp.Types((await app.Read(token, $"Condition?patient={other}")).Body));
            Assert.Empty(SmartApp.Types((await app.Read(token, $"Patient?_id={other}")).Body));
        }
    }

    [Fact]
    public async Task Nor_by_versions_compartments_documents_origins_or_what_comes_along()
    {
        var other = DemoPerson.Minh;
        var app = await SmartApp.Register(portal);
        var (own, theirs) = (await app.Token(), await app.Token(userName: "minh.nguyen"));
        string[] refused =
        [
            $"Patient/{other}/_history", $"Patient/{other}/_history/1", $"Condition/caries-{other}", $"Condition/caries-{other}/_history",
            $"Condition/caries-{other}/_history/1", $"DocumentReference/$docref?patient={other}&type=34133-9", $"Binary/ccd-{other}",
        ];
        string[] found =
        [
            $"Patient/{other}/Condition", $"Provenance?target=Condition/caries-{other}", $"Condition?subject=Patient/{other}", $"Condition?_id=caries-{other}",
            $"Condition?patient.identifier=x&patient={other}", $"Patient?_id={other}&_revinclude=Condition:patient", $"Encounter?patient={other}&_include=Encounter:patient",
        ];
        foreach (var path in refused)
            Assert.Equal(HttpStatusCode.OK, (await app.Read(theirs, path)).Status);
        foreach (var path in found.Where(path => !path.Contains("identifier", StringComparison.Ordinal)))
            Assert.Contains(other, (await app.Read(theirs, path)).Body["entry"]!.ToJsonString(), StringComparison.Ordinal);

        foreach (var path in refused)
            Assert.True((await app.Read(own, path)).Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, path);
        foreach (var path in found)
            Assert.DoesNotContain(other, (await app.Read(own, path)).Body["entry"]?.ToJsonString() ?? "", StringComparison.Ordinal);
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", own["access_token"]!.GetValue<string>());
        using var form = new FormUrlEncodedContent([new("patient", other)]);
        using var posted = await http.PostAsync("/demo/fhir/R4/Condition/_search", form);
        Assert.Null(JsonNode.Parse(await posted.Content.ReadAsStringAsync())!["entry"]);
    }

    [Fact]
    public async Task A_practice_cannot_register_an_app_under_the_name_of_another()
    {
        using var system = Portal.Grains.Interfaces.Access.CallerScope.Use(Portal.Grains.Interfaces.Access.Caller.System("birch"));
        var draft = new AppDraft { Name = "Copy", Redirects = ["https://evil.example/"], Scopes = SmartApp.PatientScopes };

        var saved = await portal.Grain<IAppGrain>("birch", "demo.copy").Save(new("r1", draft, null));

        Assert.Contains(saved.Problems, problem => problem.Code == "app.id_invalid");
    }

    /// <summary>The same people, apps and connections at another practice: only that a token is not for it stands in the way.</summary>
    private async Task CopyTo(string practice)
    {
        await using var connection = await portal.Services.GetRequiredService<PortalDatabase>().DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            select service_id, state, @practice || substr(id, instr(id, '/')), n0, n1, doc, modified, version
            from grain_state where id like 'demo/%' and state in ('app', 'app_grants', 'patient', 'portal_user')
            """;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("practice", practice);
        command.Parameters.Add(parameter);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
