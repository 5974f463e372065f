using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Tests.Records.Subscriptions;

namespace Portal.WebFront.Tests;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly BridgedPortal _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_portal_that_stopped_lets_go_of_its_folder_and_starts_again_on_it()
    {
        using var system = CallerScope.Use(Caller.System("lake"));
        var card = new PracticeCard { Slug = "lake", Name = "Lake Dental" };
        Assert.Empty((await Practice().SaveProfile(new("first", card))).Problems);

        await _portal.Restart();

        Assert.Equal("Lake Dental", (await Practice().Card())!.Name);
        using var http = new HttpClient { BaseAddress = _portal.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task What_a_bridge_has_subscribed_to_ends_when_its_token_is_in_use_no_more()
    {
        var (left, replaced, kept) = (await Subscribed("birch"), await Subscribed("cedar"), await Subscribed("elm"));

        var former = _portal.Tokens["birch"];
        _portal.Tokens.Remove("birch");
        _portal.Tokens["cedar"] = "a new token of cedar";
        await _portal.Restart();

        await Eventually.Holds(async () => (await Read("cedar", replaced))["status"]!.GetValue<string>() == "off", "what was asked for with the former token is off");
        Assert.Contains("not in use any more", (await Read("cedar", replaced))["error"]!.GetValue<string>(), StringComparison.Ordinal);
        // They are told in the order of the practices: what it was for is over, also when the same token comes back.
        _portal.Tokens["birch"] = former;
        await _portal.Restart();
        Assert.Equal("off", (await Read("birch", left))["status"]!.GetValue<string>());
        Assert.Equal("active", (await Read("elm", kept))["status"]!.GetValue<string>());
    }

    private async Task<string> Subscribed(string practice)
    {
        using var http = Bridge(practice);
        var fhir = $"{_portal.Address.OriginalString}/{practice}/fhir/R4";
        using var content = new StringContent(SubscriptionJson.Socket(fhir).ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync($"{fhir}/Subscription", content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    private async Task<JsonNode> Read(string practice, string id)
    {
        using var http = Bridge(practice);
        return JsonNode.Parse(await http.GetStringAsync($"/{practice}/fhir/R4/Subscription/{id}"))!;
    }

    private HttpClient Bridge(string practice)
    {
        var http = new HttpClient { BaseAddress = _portal.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _portal.Tokens[practice]);
        return http;
    }

    /// <summary>A portal whose settings change from one start to the next.</summary>
    private sealed class BridgedPortal : EmbeddedPortal
    {
        public Dictionary<string, string> Tokens { get; } = new()
        {
            ["birch"] = "a token of birch",
            ["cedar"] = "a token of cedar",
            ["elm"] = "a token of elm",
        };

        protected override Dictionary<string, string?> Settings => new(base.Settings.Concat(Tokens.Select(token => KeyValuePair.Create(
            $"Portal:Bridge:{token.Key}:TokenSha256", (string?)Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Value)))))));
    }

    private IPracticeGrain Practice() => _portal.Grain<IPracticeGrain>("lake", IPracticeGrain.Id);
}
