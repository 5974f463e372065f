using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>A patient connects an app, and the app reads.</summary>
[Collection(DemoPortal.Name)]
public sealed class StandaloneLaunchTests(DemoPortal portal)
{
    private static readonly string _emma = DemoPerson.Emma;

    [Fact]
    public async Task An_app_that_a_patient_connected_reads_that_patients_record()
    {
        var app = await SmartApp.Register(portal);

        var token = await app.Token();

        Assert.Equal("Bearer", token["token_type"]!.GetValue<string>());
        Assert.InRange(token["expires_in"]!.GetValue<int>(), 1, 3600);
        Assert.Equal(SmartApp.PatientScopes, token["scope"]!.GetValue<string>());
        Assert.Equal(_emma, token["patient"]!.GetValue<string>());
        Assert.True(token["need_patient_banner"]!.GetValue<bool>());
        Assert.NotNull(token["refresh_token"]);
        var (status, patient) = await app.Read(token, $"Patient/{_emma}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(_emma, patient["id"]!.GetValue<string>());
        var (_, found) = await app.Read(token, "Condition");
        Assert.All(found["entry"]!.AsArray(), entry => Assert.Equal($"Patient/{_emma}", entry!["resource"]!["subject"]!["reference"]!.GetValue<string>()));
    }

    /// <summary>The names are those of SMART's document of styles.</summary>
    [Fact]
    public async Task An_app_that_wants_to_look_alike_reads_how_the_portal_looks()
    {
        string[] colours = ["color_background", "color_error", "color_highlight", "color_modal_backdrop", "color_success", "color_text"];
        string[] sizes = ["dim_border_radius", "dim_font_size", "dim_spacing_size"];
        string[] fonts = ["font_family_body", "font_family_heading"];
        var app = await SmartApp.Register(portal);
        var token = await app.Token();
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Add("Origin", "https://app.example");

        using var answer = await http.GetAsync(token["smart_style_url"]!.GetValue<string>());
        var style = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal([.. colours, .. sizes, .. fonts], style.Select(one => one.Key));
        Assert.All(colours, name => Assert.Matches("^#[0-9a-f]{6}([0-9a-f]{2})?$", style[name]!.GetValue<string>()));
        Assert.All(sizes, name => Assert.Matches("^[0-9]+px$", style[name]!.GetValue<string>()));
        Assert.All(fonts, name => Assert.NotEmpty(style[name]!.GetValue<string>()));
    }

    [Fact]
    public async Task State_and_the_redirect_come_back_as_they_were()
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed();

        Assert.Equal("a/b+c=1", answer["state"]);
        Assert.Equal("1", answer["keep"]);
        Assert.NotEmpty(answer["code"]);
    }

    [Fact]
    public async Task The_answer_of_the_token_endpoint_is_never_kept_on_the_way()
    {
        var app = await SmartApp.Register(portal);

        using var answer = await app.Send("token", app.Redeem(await app.Code()));

        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains(answer.Headers.Pragma, value => value.Name == "no-cache");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_identity_token_is_signed_by_a_published_key_and_names_a_resource_that_can_be_read()
    {
        var app = await SmartApp.Register(portal);
        var token = await app.Token();
        using var http = app.Plain(new());
        var configuration = JsonNode.Parse(await http.GetStringAsync("/demo/.well-known/openid-configuration"))!;
        var keys = new JsonWebKeySet(await http.GetStringAsync(configuration["jwks_uri"]!.GetValue<string>()));

        var read = await new JsonWebTokenHandler().ValidateTokenAsync(
            token["id_token"]!.GetValue<string>(),
            new()
            {
                ValidIssuer = configuration["issuer"]!.GetValue<string>(),
                ValidAudience = app.Id,
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            });

        Assert.True(read.IsValid, read.Exception?.Message);
        Assert.NotEmpty(((JsonWebToken)read.SecurityToken).Kid);
        Assert.Equal("n-1", read.Claims["nonce"]);
        Assert.NotNull(read.Claims["sub"]);
        var user = (string)read.Claims["fhirUser"];
        Assert.StartsWith(app.Fhir, user, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, user[(app.Fhir.Length + 1)..])).Status);
    }

    [Fact]
    public async Task Somebody_who_is_not_signed_in_signs_in_and_comes_back_to_the_question()
    {
        var app = await SmartApp.Register(portal);
        using var browser = new PortalBrowser(portal.Address);

        await browser.Open(SmartApp.AuthorizeUrl(app.Ask()));
        Assert.StartsWith("/demo/sign-in?", browser.Path, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.UserName"] = "emma.bennett", ["Input.Password"] = DemoSignIns.Password });

        Assert.StartsWith("/demo/connect/authorize?", browser.Path, StringComparison.Ordinal);
        Assert.Contains("Connect Tooth Diary?", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task An_app_may_want_to_know_that_it_is_still_the_same_person(string name, string value)
    {
        var app = await SmartApp.Register(portal);
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);

        await browser.Open(SmartApp.AuthorizeUrl(new(app.Ask()) { [name] = value }));
        Assert.StartsWith("/demo/sign-in?again=true", browser.Path, StringComparison.Ordinal);
        Assert.Contains("sign in once more", browser.Text, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.UserName"] = "emma.bennett", ["Input.Password"] = DemoSignIns.Password });

        Assert.Contains("Connect Tooth Diary?", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_again_who_signed_in_a_moment_ago_and_the_app_is_told_when()
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed(new(app.Ask()) { ["max_age"] = "3600" });
        var (_, token) = await app.Post("token", app.Redeem(answer["code"]));
        var at = new JsonWebToken(token["id_token"]!.GetValue<string>()).GetPayloadValue<long>("auth_time");

        Assert.InRange(TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at), TimeSpan.FromSeconds(-2), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_silent_request_is_told_that_a_sign_in_is_wanted()
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed(new(app.Ask()) { ["prompt"] = "none", ["max_age"] = "0" });

        Assert.Equal("login_required", answer["error"]);
    }

    [Fact]
    public async Task A_request_may_be_posted_too()
    {
        var app = await SmartApp.Register(portal);
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        using var http = app.Plain(browser.Cookies);

        using var posted = await http.PostAsync("/demo/connect/authorize", new FormUrlEncodedContent(app.Ask()));

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        await browser.Open(posted.Headers.Location!.OriginalString);
        Assert.Contains("Connect Tooth Diary?", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_does_not_allow_it_is_sent_back_with_a_refusal()
    {
        var app = await SmartApp.Register(portal);

        var answer = await app.Allowed(decision: "deny");

        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal("a/b+c=1", answer["state"]);
        Assert.False(answer.ContainsKey("code"));
    }

    [Fact]
    public async Task A_representative_chooses_the_person()
    {
        var child = DemoPerson.Noah;
        var app = await SmartApp.Register(portal);

        var token = await app.Token(change: fields => fields["Person"] = [child]);

        Assert.Equal(child, token["patient"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{child}")).Status);
        Assert.Empty(SmartApp.Types((await app.Read(token, $"Condition?patient={_emma}")).Body));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
    }

    [Theory]
    [InlineData("launch/patient patient/*.rs", false)]
    [InlineData(SmartApp.PatientScopes, true)]
    public async Task An_app_for_a_child_that_is_not_told_who_the_parent_is_reads_nothing_of_the_parent(string scopes, bool untick)
    {
        var child = DemoPerson.Noah;
        var app = await SmartApp.Register(portal);

        var token = await app.Token(scopes, change: fields =>
        {
            fields["Person"] = [child];
            if (untick)
                fields["Ticked"].Remove("identity");
        });

        Assert.Equal(child, token["patient"]!.GetValue<string>());
        Assert.DoesNotContain("fhirUser", token["scope"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var path in new[] { "", "/_history", "/_history/1", "/$everything", "/$summary" })
            Assert.Equal(HttpStatusCode.NotFound, (await app.Read(token, $"Patient/{_emma}{path}")).Status);
        Assert.Empty(SmartApp.Types((await app.Read(token, $"Patient?_id={_emma}")).Body));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{child}")).Status);
    }

    [Fact]
    public async Task Metadata_and_configuration_name_the_endpoints_for_every_origin()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/demo/fhir/R4/.well-known/smart-configuration");
        request.Headers.Add("Origin", "https://anywhere.example");
        request.Headers.Accept.Add(new("application/fhir+xml"));

        using var answer = await http.SendAsync(request);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var configuration = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var metadata = JsonNode.Parse(await http.GetStringAsync("/demo/fhir/R4/metadata"))!;
        var uris = metadata["rest"]![0]!["security"]!["extension"]![0]!["extension"]!.AsArray()
            .ToDictionary(entry => entry!["url"]!.GetValue<string>(), entry => entry!["valueUri"]!.GetValue<string>());
        Assert.Equal(configuration["authorization_endpoint"]!.GetValue<string>(), uris["authorize"]);
        Assert.Equal(configuration["token_endpoint"]!.GetValue<string>(), uris["token"]);
        Assert.Equal(["S256"], configuration["code_challenge_methods_supported"]!.AsArray().Select(method => method!.GetValue<string>()));
        var capabilities = configuration["capabilities"]!.AsArray().Select(capability => capability!.GetValue<string>()).ToHashSet();
        string[] wanted =
        [
            "launch-standalone", "client-public", "client-confidential-symmetric", "client-confidential-asymmetric", "sso-openid-connect",
            "context-standalone-patient", "permission-offline", "permission-patient", "authorize-post", "permission-v2", "permission-v1",
            "launch-ehr", "context-banner", "context-style", "context-ehr-patient", "context-ehr-encounter", "permission-user", "permission-online",
        ];
        Assert.Empty(wanted.Except(capabilities));
    }

    [Fact]
    public async Task What_the_configurations_name_is_there()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        var smart = JsonNode.Parse(await http.GetStringAsync("/demo/fhir/R4/.well-known/smart-configuration"))!;
        var issuer = smart["issuer"]!.GetValue<string>();

        var openId = JsonNode.Parse(await http.GetStringAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration"))!;

        Assert.Equal(issuer, openId["issuer"]!.GetValue<string>());
        Assert.All(
            ["authorization_endpoint", "token_endpoint", "jwks_uri", "introspection_endpoint", "revocation_endpoint"],
            name => Assert.Equal(smart[name]!.GetValue<string>(), openId[name]!.GetValue<string>()));
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], Words(smart["grant_types_supported"]).Order(StringComparer.Ordinal));
        Assert.Contains("code", Words(openId["response_types_supported"]));
        Assert.Contains("public", Words(openId["subject_types_supported"]));
        Assert.Contains("RS256", Words(openId["id_token_signing_alg_values_supported"]));
        Assert.NotEmpty(JsonNode.Parse(await http.GetStringAsync(smart["jwks_uri"]!.GetValue<string>()))!["keys"]!.AsArray());
        foreach (var name in new[] { "token_endpoint", "introspection_endpoint", "revocation_endpoint" })
        {
            using var answer = await http.PostAsync(smart[name]!.GetValue<string>(), new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("invalid_request", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!);
        }

        static IEnumerable<string> Words(JsonNode? list) => list!.AsArray().Select(word => word!.GetValue<string>());
    }
}
