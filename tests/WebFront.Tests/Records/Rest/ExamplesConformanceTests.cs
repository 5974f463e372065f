using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>A practice with the patient that Inferno's own reference server is tested with, and the examples of US Core and IPS.</summary>
public sealed class ExamplesPortal : EmbeddedPortal
{
    public const string PatientId = "85";

    public string Fhir => $"{Address}{BridgePortal.Practice}/fhir/R4";

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        [$"Portal:Bridge:{BridgePortal.Practice}:TokenSha256"] =
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(BridgePortal.Token))),
    };

    protected override async Task Seed()
    {
        await Post(SharedData.Read(SharedData.Files("inferno", "uscore_bundle_patient_85.json").Single()));
        foreach (var folder in new[] { "uscore-6.1.0-examples", "ips-1.1.0-examples" })
        {
            var examples = SharedData.Files(folder).Select(SharedData.Read)
                .Where(example => example["resourceType"]!.GetValue<string>() is not "Bundle")
                .DistinctBy(example => $"{example["resourceType"]}/{example["id"]}");
            await Post(BridgePortal.Bundle("batch", [.. examples]));
        }
    }

    private async Task Post(JsonNode bundle)
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgePortal.Token);
        using var content = new StringContent(bundle.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

/// <summary>What others made and the portal serves passes US Core's checks of both versions, but for faults of the data.</summary>
[Collection(SharedChecks.Name)]
public sealed class ExamplesConformanceTests(ExamplesPortal portal, IndependentChecks checks) : IClassFixture<ExamplesPortal>
{
    private const string Patients = $"{ExamplesPortal.PatientId},example,child-example,infant-example";

    [Theory]
    [InlineData("6.1.0", "us_core_v610")]
    [InlineData("8.0.0", "us_core_v800")]
    public async Task The_searches_and_profiles_of_us_core_hold(string version, string prefix)
    {
        var told = await checks.Check("02-uscore.mjs", [.. Whom, "--patients", Patients, "--version", version, "--skip-missing"]);

        told.PassesBut([.. ExcusedExamples.UsCore(version)]);
        Assert.True(told.Passed(prefix) > 1_000);
    }

    [Theory]
    [InlineData(ExamplesPortal.PatientId)]
    [InlineData("example")]
    [InlineData("patient-example-female")]
    public async Task The_address_behaves_as_a_fhir_server_does(string patientId)
    {
        var told = await checks.Check("01-rest.mjs", [.. Whom, "--patient", patientId]);

        told.PassesBut(Excused.MayWrite, Excused.MaySeeAll);
    }

    [Theory]
    [InlineData(ExamplesPortal.PatientId)]
    [InlineData("example")]
    [InlineData("infant-example")]
    [InlineData("patient-example-female")]
    [InlineData("eumfh-39-07")]
    public async Task Independent_clients_pull_the_whole_record(string patientId)
    {
        var told = await checks.Check("03-everything-summary.mjs", [.. Whom, "--patient", patientId]);

        told.PassesBut([.. ExcusedExamples.Record(patientId)]);
        Assert.Equal(1, told.Passed("client-05"));
    }

    public static TheoryData<string, string[]> Traced => new()
    {
        { "example", ExcusedExamples.OfExample }, { "infant-example", ExcusedExamples.OfInfant }, { "child-example", ExcusedExamples.OfChild },
    };

    [Theory]
    [MemberData(nameof(Traced))]
    public async Task Where_it_comes_from_comes_with_what_is_searched(string patientId, string[] groups)
    {
        var told = await checks.Check("02-uscore.mjs", [.. Whom, "--patients", patientId, "--only", string.Join(',', groups)]);

        Assert.Equal(groups.Length, told.Passed("_provenance_revinclude_search_test"));
    }

    [Fact]
    public async Task An_independent_client_follows_the_pages_of_a_search()
    {
        var whole = await checks.Run("page-search.mjs", portal.Fhir, BridgePortal.Token, "Observation", $"patient={ExamplesPortal.PatientId}&_count=1000");
        var paged = await checks.Run("page-search.mjs", portal.Fhir, BridgePortal.Token, "Observation", $"patient={ExamplesPortal.PatientId}&_count=7");

        Assert.Contains("pages 1", whole, StringComparison.Ordinal);
        Assert.Equal(Ids(whole), Ids(paged));
        Assert.True(Ids(paged).Length > 20);
        Assert.DoesNotContain("pages 1\n", paged, StringComparison.Ordinal);
    }

    private string[] Whom => ["--base", portal.Fhir, "--token", BridgePortal.Token];

    private static string[] Ids(string output) => [.. output.Split('\n').Where(line => line.StartsWith("id ", StringComparison.Ordinal))];
}
