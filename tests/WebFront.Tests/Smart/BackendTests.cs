using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>Programs without a person, and apps that prove themselves by a key.</summary>
[Collection(DemoPortal.Name)]
public sealed class BackendTests(DemoPortal portal)
{
    private static readonly string _emma = DemoPerson.Emma;

    private static readonly string[] _refusals = ["invalid_client", "invalid_request", "invalid_grant"];

    private string TokenUrl => $"{portal.Address.OriginalString}/demo/connect/token";

    public static TheoryData<string> Kinds => ["rsa", "ec"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_program_with_a_key_is_given_what_it_was_registered_for(string kind)
    {
        var (app, key) = await Registered("system/Patient.rs system/Condition.rs", kind is "rsa" ? KeyedApp.Rsa() : KeyedApp.Elliptic());

        var (status, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl)));

        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        Assert.Equal("system/Patient.rs system/Condition.rs", token["scope"]!.GetValue<string>());
        Assert.InRange(token["expires_in"]!.GetValue<int>(), 1, 300);
        Assert.False(token.ContainsKey("refresh_token"));
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{_emma}")).Status);
        Assert.NotEmpty(SmartApp.Types((await app.Read(token, "Condition?_count=5")).Body));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Read(token, "Procedure")).Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example/token", 4)]
    [InlineData(null, -10)]
    public async Task An_app_of_a_person_that_does_not_prove_itself_is_told_so_as_well(string? audience, int minutes)
    {
        var key = KeyedApp.Rsa();
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Keyed", Proof = AppProof.Key, Keys = key.PublicKeys, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes,
        });
        var redeem = app.Redeem(await app.Code());
        redeem["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        redeem["client_assertion"] = key.Assertion(app.Id, audience ?? $"{app.Fhir[..^"fhir/R4".Length]}connect/token", TimeSpan.FromMinutes(minutes));

        var (status, body) = await app.Post("token", redeem);

        Assert.Equal("invalid_client", body["error"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task The_issuer_is_an_audience_too()
    {
        var (app, key) = await Registered();

        var (status, _) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, $"{portal.Address.OriginalString}/demo/")));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task An_assertion_is_good_once()
    {
        var (app, key) = await Registered();
        var ask = KeyedApp.Ask(key.Assertion(app.Id, TokenUrl));
        Assert.Equal(HttpStatusCode.OK, (await app.Post("token", ask)).Status);

        var (status, body) = await app.Post("token", ask);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_client", body["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("expired")]
    [InlineData("just expired")]
    [InlineData("name of the key")]
    [InlineData("long")]
    [InlineData("nbf")]
    [InlineData("iat")]
    [InlineData("no jti")]
    [InlineData("subject")]
    [InlineData("key")]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    public async Task An_assertion_that_is_not_in_order_is_refused(string fault)
    {
        var (app, key) = await Registered();
        var assertion = fault switch
        {
            "audience" => key.Assertion(app.Id, "https://elsewhere.example/token"),
            "expired" => key.Assertion(app.Id, TokenUrl, TimeSpan.FromMinutes(-10)),
            "just expired" => key.Assertion(app.Id, TokenUrl, TimeSpan.FromMinutes(-2)),
            "name of the key" => key.Named("another").Assertion(app.Id, TokenUrl),
            "long" => key.Assertion(app.Id, TokenUrl, TimeSpan.FromMinutes(7)),
            "nbf" or "iat" => key.Assertion(app.Id, TokenUrl, times: (fault, TimeSpan.FromMinutes(2))),
            "no jti" => key.Assertion(app.Id, TokenUrl, id: null),
            "subject" => key.Assertion(app.Id, TokenUrl, subject: "demo.other"),
            SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSsaPssSha256 => key.By(fault).Assertion(app.Id, TokenUrl),
            _ => KeyedApp.Rsa().Assertion(app.Id, TokenUrl),
        };

        var (status, body) = await app.Post("token", KeyedApp.Ask(assertion));

        Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, body.ToJsonString());
        Assert.Contains(body["error"]!.GetValue<string>(), _refusals);
        Assert.False(body.ContainsKey("access_token"));
    }

    [Fact]
    public async Task Files_without_all_that_the_summaries_tell_are_files_without_the_summaries()
    {
        var (whole, wholeKey) = await Registered();
        var (_, all) = await whole.Post("token", KeyedApp.Ask(wholeKey.Assertion(whole.Id, TokenUrl)));
        Assert.Equal(HttpStatusCode.OK, (await whole.Read(all, $"DocumentReference/$docref?patient={_emma}")).Status);
        var (app, key) = await Registered("system/Binary.rs system/DocumentReference.rs");
        var (_, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl)));

        var ofAll = await Exported(whole, all, "DocumentReference");
        var ofSome = await Exported(app, token, "DocumentReference");
        var (read, _) = await app.Read(token, $"Binary/ccd-{_emma}");
        var (_, found) = await app.Read(token, $"DocumentReference?_id=ccd-{_emma}");

        Assert.Contains($"\"ccd-{_emma}\"", ofAll, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ccd-", ofSome, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, read);
        Assert.Empty(SmartApp.Types(found));
    }

    [Fact]
    public async Task Who_may_read_but_not_search_finds_nobody_by_an_export_either()
    {
        var (app, key) = await Registered("system/Patient.r");
        var (_, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl)));
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token["access_token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");

        using var export = await http.GetAsync("/demo/fhir/R4/$export?_type=Patient");
        var (search, _) = await app.Read(token, "Patient");
        var (read, _) = await app.Read(token, $"Patient/{_emma}");

        Assert.Equal(HttpStatusCode.Forbidden, export.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, search);
        Assert.Equal(HttpStatusCode.OK, read);
    }

    [Theory]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("scope", "patient/*.rs", "invalid_scope")]
    [InlineData("client_assertion_type", "jwt", null)]
    public async Task A_request_that_is_not_in_order_is_refused(string name, string value, string? error)
    {
        var (app, key) = await Registered();

        var (status, body) = await app.Post("token", new(KeyedApp.Ask(key.Assertion(app.Id, TokenUrl))) { [name] = value });

        Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized);
        if (error is not null)
            Assert.Equal(error, body["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_app_of_a_person_may_prove_itself_by_a_key()
    {
        var key = KeyedApp.Elliptic();
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Clinic", Proof = AppProof.Key, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes, Keys = key.PublicKeys,
        });
        var redeem = app.Redeem(await app.Code());

        var (bare, _) = await app.Post("token", redeem);
        var (status, token) = await app.Post("token", Proven(redeem, key, app));
        var (again, _) = await app.Post("token", Proven(app.Renew(token), key, app));

        Assert.True(bare is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, again);
    }

    [Fact]
    public async Task Many_first_requests_of_a_new_app_and_of_one_that_was_changed_are_all_answered()
    {
        var key = KeyedApp.Elliptic();
        var draft = new AppDraft { Name = "Hurry", Proof = AppProof.Key, Backend = true, Scopes = "system/*.rs", Keys = key.PublicKeys };
        var app = await SmartApp.Register(portal, draft);

        var first = await Together();
        using (CallerScope.Use(Caller.System("demo")))
            Assert.Empty((await portal.Grain<IAppGrain>("demo", app.Id).Save(new("change", draft with { Name = "More hurry" }, null))).Problems);
        var changed = await Together();

        Assert.All(first.Concat(changed), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));

        Task<(HttpStatusCode Status, JsonObject Body)[]> Together() => Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl))))));
    }

    /// <summary>A client that is told that a token was given back believes that it opens nothing any more.</summary>
    [Theory]
    [InlineData("https://elsewhere.example/token", false)]
    [InlineData("revoke", true)]
    [InlineData("token", true)]
    public async Task An_app_that_proves_itself_for_somebody_else_revokes_nothing_and_is_told_so(string audience, bool proves)
    {
        var key = KeyedApp.Elliptic();
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Clinic", Proof = AppProof.Key, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes, Keys = key.PublicKeys,
        });
        var (_, token) = await app.Post("token", Proven(app.Redeem(await app.Code()), key, app));
        var address = audience.StartsWith("https://", StringComparison.Ordinal) ? audience : $"{portal.Address.OriginalString}/demo/connect/{audience}";

        var (asked, told) = await app.Post("introspect", Shown("access_token"));
        var (revoked, _) = await app.Post("revoke", Shown("refresh_token"));
        var (read, _) = await app.Read(token, "Condition");

        Assert.Equal(proves ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, revoked);
        Assert.Equal(proves ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, asked);
        Assert.Equal(proves, told["active"]?.GetValue<bool>() ?? false);
        Assert.Equal(proves ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, read);

        Dictionary<string, string> Shown(string which) => new(StringComparer.Ordinal)
        {
            ["token"] = token[which]!.GetValue<string>(),
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = key.Assertion(app.Id, address),
        };
    }

    [Fact]
    public async Task Keys_are_not_fetched_from_our_own_networks()
    {
        var key = KeyedApp.Rsa();
        await using var host = await KeysHost.Start(key);
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Inside", Proof = AppProof.Key, Backend = true, Scopes = "system/*.rs", KeysUrl = host.Address,
        });

        var (status, _) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, TokenUrl)));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(0, host.Fetched);
    }

    /// <summary>All files of an export of one type.</summary>
    private static async Task<string> Exported(SmartApp app, JsonObject token, string type)
    {
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token["access_token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");
        using var begun = await http.GetAsync($"/demo/fhir/R4/$export?_type={type}");
        JsonNode? manifest = null;
        await Eventually.Holds(async () =>
        {
            using var answer = await http.GetAsync(begun.Content.Headers.ContentLocation);
            manifest = answer.StatusCode is HttpStatusCode.OK ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
            return manifest is not null;
        }, "the export to be ready");
        var files = new StringBuilder();
        foreach (var file in manifest!["output"]!.AsArray())
            files.Append(await http.GetStringAsync(file!["url"]!.GetValue<string>()));
        return files.ToString();
    }

    [Fact]
    public async Task A_key_that_names_itself_by_the_name_of_another_proves_nothing()
    {
        var (first, second) = (KeyedApp.Rsa(), KeyedApp.Elliptic());
        var both = JsonNode.Parse(first.PublicKeys)!;
        both["keys"]!.AsArray().Add(JsonNode.Parse(second.PublicKeys)!["keys"]![0]!.DeepClone());
        var app = await SmartApp.Register(portal, new() { Name = "Registry", Proof = AppProof.Key, Backend = true, Scopes = "system/*.rs", Keys = both.ToJsonString() });

        var (status, _) = await app.Post("token", KeyedApp.Ask(first.Named("ec-1").Assertion(app.Id, TokenUrl)));
        var (ownName, _) = await app.Post("token", KeyedApp.Ask(second.Assertion(app.Id, TokenUrl)));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (status, ownName));
    }

    private Dictionary<string, string> Proven(Dictionary<string, string> fields, KeyedApp key, SmartApp app) => new(fields)
    {
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = key.Assertion(app.Id, TokenUrl),
    };

    private async Task<(SmartApp App, KeyedApp Key)> Registered(string scopes = "system/*.rs", KeyedApp? key = null)
    {
        key ??= KeyedApp.Rsa();
        return (await SmartApp.Register(portal, new() { Name = "Registry", Proof = AppProof.Key, Backend = true, Scopes = scopes, Keys = key.PublicKeys }), key);
    }
}
