using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>A practice with the real example records, and a program that may read them.</summary>
public sealed class SyntheaPortal : EmbeddedPortal
{
    public const string Practice = "birch";
    public const string PatientId = "6d23a95e-7e18-4201-90ec-9501fa89fbd2";
    public const string FhirBase = $"/{Practice}/fhir/R4";
    public const string Token = "a token of the practice birch";

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        [$"Portal:Bridge:{Practice}:TokenSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token))),
    };

    public HttpClient Bridge()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    public async Task<JsonNode> Get(string path, string? prefer = null)
    {
        using var http = Bridge();
        if (prefer is not null)
            http.DefaultRequestHeaders.Add("Prefer", prefer);
        using var answer = await http.GetAsync(path.StartsWith("http", StringComparison.Ordinal) ? path : $"{FhirBase}/{path}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>The entries of all pages.</summary>
    public async Task<List<JsonNode>> Pages(string path)
    {
        var entries = new List<JsonNode>();
        var next = (string?)path;
        while (next is not null)
        {
            var page = await Get(next);
            entries.AddRange(page["entry"]?.AsArray().Select(entry => entry!) ?? []);
            next = page["link"]!.AsArray().FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
            Assert.True(entries.Count < 100_000, "The pages do not end.");
        }

        return entries;
    }

    protected override async Task Seed()
    {
        using var http = Bridge();
        foreach (var file in SharedData.Files("synthea"))
        {
            using var content = new StringContent(await File.ReadAllTextAsync(file), Encoding.UTF8, "application/fhir+json");
            using var answer = await http.PostAsync(FhirBase, content);
            answer.EnsureSuccessStatusCode();
        }
    }
}
