using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>When something breaks, a program is told so in its own language.</summary>
public sealed class FhirFailureTests(FhirFailureTests.BreakingPortal portal) : IClassFixture<FhirFailureTests.BreakingPortal>
{
    [Theory]
    [InlineData("slow", HttpStatusCode.ServiceUnavailable, "transient")]
    [InlineData("broken", HttpStatusCode.InternalServerError, "exception")]
    public async Task What_fails_is_an_OperationOutcome(string patient, HttpStatusCode expected, string code)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgePortal.Token);

        using var answer = await http.GetAsync($"/{BridgePortal.Practice}/fhir/R4/Patient/{patient}");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/fhir+json", answer.Content.Headers.ContentType!.MediaType);
        var outcome = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(code, outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.DoesNotContain("secret of the inside", outcome.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(expected is HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task What_may_have_had_its_effect_is_not_asked_for_again()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgePortal.Token);
        using var body = new StringContent(BridgePortal.Condition("c", "slow").ToJsonString(), Encoding.UTF8, "application/fhir+json");

        using var answer = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4/Condition", body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Null(answer.Headers.RetryAfter);
        Assert.Contains("look before you send it again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A portal in which two records cannot be read.</summary>
    public sealed class BreakingPortal : EmbeddedPortal
    {
        protected override Dictionary<string, string?> Settings => new(base.Settings)
        {
            [$"Portal:Bridge:{BridgePortal.Practice}:TokenSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BridgePortal.Token))),
        };

        protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<IIncomingGrainCallFilter, Breaking>();
    }

    private sealed class Breaking : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) => context.TargetId.Key.ToString() switch
        {
            $"{BridgePortal.Practice}/slow" => throw new TimeoutException("secret of the inside"),
            $"{BridgePortal.Practice}/broken" => throw new InvalidOperationException("secret of the inside"),
            _ => context.Invoke(),
        };
    }
}
