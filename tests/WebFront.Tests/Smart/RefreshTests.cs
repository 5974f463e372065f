using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>How a connection goes on, and how it ends.</summary>
[Collection(DemoPortal.Name)]
public sealed class RefreshTests(DemoPortal portal)
{
    private static readonly string _emma = DemoPerson.Emma;

    [Fact]
    public async Task A_refresh_gives_new_tokens_with_the_same_context()
    {
        var app = await SmartApp.Register(portal);
        var first = await app.Token();

        var (status, second) = await app.Post("token", app.Renew(first));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(SmartApp.PatientScopes, second["scope"]!.GetValue<string>());
        Assert.Equal(_emma, second["patient"]!.GetValue<string>());
        Assert.NotEqual(first["refresh_token"]!.GetValue<string>(), second["refresh_token"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(second, $"Patient/{_emma}")).Status);
    }

    [Fact]
    public async Task A_refresh_may_ask_for_less_and_not_for_more()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token("launch/patient offline_access patient/Patient.rs patient/Condition.rs");

        var (_, less) = await app.Post("token", new(app.Renew(token)) { ["scope"] = "patient/Patient.rs" });
        var (more, told) = await app.Post("token", new(app.Renew(less)) { ["scope"] = "patient/*.rs" });
        var (_, whole) = await app.Post("token", app.Renew(less));

        Assert.Equal("patient/Patient.rs", less["scope"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(less, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(less, "Condition")).Status);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (more, told["error"]!.GetValue<string>()));
        Assert.Equal("launch/patient offline_access patient/Patient.rs patient/Condition.rs", whole["scope"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("patient/Condition.rs", "Condition", "AllergyIntolerance")]
    [InlineData("launch/patient patient/AllergyIntolerance.r patient/Patient.rs", "Patient", "Condition")]
    public async Task A_refresh_may_ask_for_a_part_of_a_scope(string part, string open, string closed)
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();

        var (status, less) = await app.Post("token", new(app.Renew(token)) { ["scope"] = part });

        Assert.Equal((HttpStatusCode.OK, part), (status, less["scope"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(less, open)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(less, closed)).Status);
        var (_, whole) = await app.Post("token", app.Renew(less));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(whole, closed)).Status);
    }

    [Fact]
    public async Task A_refresh_token_that_is_shown_again_ends_everything_of_that_connection()
    {
        var app = await SmartApp.Register(portal);
        var first = await app.Token();
        var (_, second) = await app.Post("token", app.Renew(first));

        var (status, body) = await app.Post("token", app.Renew(first));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", body["error"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(second, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(second))).Status);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("refresh_token")]
    public async Task Of_many_who_come_at_the_same_moment_one_at_most_gets_tokens_and_nothing_goes_on(string which)
    {
        var app = await SmartApp.Register(portal);
        var redeem = app.Redeem(await app.Code());
        var used = which is "code" ? redeem : app.Renew((await app.Post("token", redeem)).Body);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => app.Post("token", used))));

        var given = answers.Where(answer => answer.Status is HttpStatusCode.OK).ToArray();
        Assert.InRange(given.Length, 0, 1);
        using (CallerScope.Use(Caller.System("demo")))
        {
            var connected = await portal.Grain<IAppGrantsGrain>("demo", PortalUserId.ForPatient(_emma)).List();
            Assert.DoesNotContain(connected, grant => grant.AppId == app.Id);
        }

        foreach (var (_, token) in given)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
        }
    }

    [Theory]
    [InlineData("code")]
    [InlineData("refresh_token")]
    public async Task What_ended_because_a_code_or_a_token_came_twice_is_not_shown_as_connected(string which)
    {
        var app = await SmartApp.Register(portal, new() { Name = $"Copied {which}", Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        var redeem = app.Redeem(await app.Code());
        var (_, token) = await app.Post("token", redeem);
        var renew = app.Renew(token);
        await app.Post("token", renew);
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        Assert.Contains($"Copied {which}", (await browser.Open("/demo/account/apps")).Text, StringComparison.Ordinal);

        var (status, _) = await app.Post("token", which is "code" ? redeem : renew);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.DoesNotContain($"Copied {which}", (await browser.Open("/demo/account/apps")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_wish_to_stay_connected_there_is_no_refresh_token()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token(change: fields => fields["Ticked"].Remove("lasting"));

        Assert.False(token.ContainsKey("refresh_token"));
        Assert.DoesNotContain("offline_access", token["scope"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task An_app_that_gives_a_token_back_has_no_access_any_more(string which)
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();

        var (status, _) = await app.Post("revoke", new() { ["token"] = token[which]!.GetValue<string>(), ["client_id"] = app.Id });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
    }

    [Fact]
    public async Task Another_app_learns_nothing_of_a_token_and_does_not_end_it()
    {
        var draft = new AppDraft { Name = "Server", Proof = AppProof.Secret, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes };
        var (app, other) = (await SmartApp.Register(portal, draft), await SmartApp.Register(portal, draft));
        var token = await app.Token();

        foreach (var name in new[] { "access_token", "refresh_token" })
        {
            var ask = new Dictionary<string, string> { ["token"] = token[name]!.GetValue<string>() };
            var (_, told) = await other.Post("introspect", ask);
            await other.Post("revoke", ask);
            Assert.False(told["active"]?.GetValue<bool>() ?? false, told.ToJsonString());
            Assert.DoesNotContain(_emma, told.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Post("token", app.Renew(token))).Status);
    }

    [Theory]
    [InlineData(AppProof.Secret)]
    [InlineData(AppProof.None)]
    public async Task Introspection_tells_what_the_token_is_worth_now(AppProof proof)
    {
        var draft = new AppDraft { Name = "Server", Proof = proof, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes };
        var app = await SmartApp.Register(portal, draft);
        var token = await app.Token();
        var ask = new Dictionary<string, string> { ["token"] = token["access_token"]!.GetValue<string>(), ["client_id"] = app.Id };

        var (_, alive) = await app.Post("introspect", ask);
        await app.Post("revoke", ask);
        var (_, dead) = await app.Post("introspect", ask);

        Assert.True(alive["active"]!.GetValue<bool>());
        Assert.Equal(SmartApp.PatientScopes, alive["scope"]!.GetValue<string>());
        Assert.Equal(app.Id, alive["client_id"]!.GetValue<string>());
        Assert.Equal(_emma, alive["patient"]!.GetValue<string>());
        Assert.EndsWith($"/Patient/{_emma}", alive["fhirUser"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(alive["exp"]!.GetValue<long>() > 0);
        Assert.NotNull(alive["iss"]);
        Assert.NotNull(alive["sub"]);
        Assert.False(alive.ContainsKey("portal_grant"));
        Assert.False(dead["active"]!.GetValue<bool>());
        Assert.False(dead.ContainsKey("patient"));
    }

    [Fact]
    public async Task An_app_that_the_practice_stops_has_no_access_from_then_on()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();
        using (CallerScope.Use(Caller.System(SmartApp.Practice)))
            await portal.Grain<IAppGrain>(SmartApp.Practice, app.Id).SetStopped("stop", true);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Post("token", app.Renew(token))).Status);
    }

    [Fact]
    public async Task Scripts_of_a_registered_apps_pages_may_ask_for_tokens_and_no_others()
    {
        var app = await SmartApp.Register(portal);
        var redeem = app.Redeem(await app.Code());

        using var foreign = await app.Send("token", new(redeem) { ["code"] = "x" }, "https://evil.example");
        using var own = await app.Send("token", redeem, "https://app.example");

        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("https://app.example", own.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Browsers_are_told_beforehand_whether_a_page_may_ask_for_tokens(string origin, bool may)
    {
        var app = await SmartApp.Register(portal);
        using var http = app.Plain(new());
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/demo/connect/token");
        asked.Headers.Add("Origin", origin);
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var answer = await http.SendAsync(asked);

        Assert.Equal(may ? [origin] : [], Told("Access-Control-Allow-Origin"));
        Assert.Equal(may, Told("Access-Control-Allow-Methods").Any(methods => methods.Contains("POST", StringComparison.Ordinal)));
        Assert.Equal(may, Told("Access-Control-Allow-Headers").Any(headers => headers.Contains("authorization", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Access-Control-Allow-Credentials");

        IEnumerable<string> Told(string header) => answer.Headers.TryGetValues(header, out var values) ? values : [];
    }
}
