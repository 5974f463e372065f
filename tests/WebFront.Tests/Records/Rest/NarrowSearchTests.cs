using System.Net;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>Whatever is wrong with a search, it never finds more than was asked for.</summary>
public sealed class NarrowSearchTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Fhir = $"/{BridgePortal.Practice}/fhir/R4/";
    private readonly string _id = BridgePortal.NewId();

    /// <summary>Left out as unknown it would take the right one with it.</summary>
    [Theory]
    [InlineData("Condition?Patient={0}", "Patient", "patient")]
    [InlineData("Condition?PATIENT={0}&patient={0}", "PATIENT", "patient")]
    [InlineData("Patient?_ID={0}", "_ID", "_id")]
    [InlineData("Condition?patient={0}&_Count=1", "_Count", "_count")]
    [InlineData("AuditEvent?Patient={0}", "Patient", "patient")]
    [InlineData("$export?_Type=Condition", "_Type", "_type")]
    public async Task A_name_in_other_letters_is_refused(string address, string wrong, string right)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");

        using var answer = await http.GetAsync(Fhir + string.Format(System.Globalization.CultureInfo.InvariantCulture, address, _id));
        var issue = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["issue"]![0]!;

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(wrong, issue["expression"]![0]!.GetValue<string>());
        Assert.Contains($"write {right}", issue["details"]?["text"]?.GetValue<string>() ?? issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Practitioner")]
    [InlineData("Organization")]
    [InlineData("Location")]
    public async Task What_is_not_a_patients_is_not_found_below_a_patient(string type)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        using var http = portal.Bridge();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");

        using var below = await http.GetAsync($"{Fhir}Patient/{_id}/{type}");

        Assert.Equal(HttpStatusCode.NotFound, below.StatusCode);
    }
}
