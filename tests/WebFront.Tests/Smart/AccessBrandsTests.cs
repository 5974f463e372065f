using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.WebFront.Records;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>Apps learn from one public list which practices there are and where their FHIR addresses are.</summary>
[Collection(DemoPortal.Name)]
public sealed class AccessBrandsTests(DemoPortal portal)
{
    [Fact]
    public async Task Who_has_the_bundle_is_told_that_it_has_not_changed()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        using var first = await http.GetAsync("/brands.json");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/brands.json");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), first.Headers.CacheControl!.MaxAge);
        Assert.True(first.Headers.CacheControl.Public);
    }

    [Fact]
    public async Task Every_practice_is_in_the_bundle_with_its_addresses()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        var configuration = JsonNode.Parse(await http.GetStringAsync("/demo/fhir/R4/.well-known/smart-configuration"))!;
        using var request = new HttpRequestMessage(HttpMethod.Get, configuration["user_access_brand_bundle"]!.GetValue<string>());
        request.Headers.Add("Origin", "https://anywhere.example");

        using var answer = await http.SendAsync(request);

        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("application/fhir+json", answer.Content.Headers.ContentType!.MediaType);
        var bundle = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var resources = bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!).ToArray();
        var brand = Assert.Single(resources, resource => resource["identifier"]?[0]?["value"]?.GetValue<string>() == configuration["user_access_brand_identifier"]!["value"]!.GetValue<string>());
        var endpoint = Assert.Single(resources, resource => $"Endpoint/{resource["id"]}" == brand["endpoint"]![0]!["reference"]!.GetValue<string>() && resource["resourceType"]!.GetValue<string>() == "Endpoint");
        Assert.Equal("Maple Street Dental", brand["name"]!.GetValue<string>());
        Assert.Equal($"{portal.Address.OriginalString}/demo/fhir/R4", endpoint["address"]!.GetValue<string>());
        Assert.Contains("FHIR", await http.GetStringAsync(endpoint["contact"]![0]!["value"]!.GetValue<string>()), StringComparison.Ordinal);
        Assert.All(resources, resource => Assert.Empty(FhirReader.Read(JsonDocument.Parse(resource.ToJsonString()).RootElement, "").Problems));
    }
}
