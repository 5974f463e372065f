using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Records;
using Portal.Silo.Storage;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>Totals over all patients of a practice.</summary>
public sealed class CountTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task A_total_without_conditions_is_told_whatever_there_is_and_one_with_conditions_up_to_a_bound()
    {
        var id = BridgePortal.NewId();
        var known = BridgePortal.Condition("one-" + id, id, "Only one");
        known["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:test:finding", ["value"] = $"F-{id}" });
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(id), known));
        Assert.Equal((HttpStatusCode.OK, 1), await Count("Condition?_summary=count&code:text=Only"));
        await Fill(IRecordDirectoryGrain.MostCounted);

        var (status, outcome) = await Get("Condition?_summary=count&code:text=Only");

        Assert.Equal((HttpStatusCode.OK, IRecordDirectoryGrain.MostCounted + 1), await Count("Condition?_summary=count"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("too-costly", outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.OK, 1), await Count($"Condition?_summary=count&code:text=Only&patient={id}"));
        // Identifiers have an index: that there are too many others is no matter.
        Assert.Equal((HttpStatusCode.OK, 1), await Count($"Condition?_summary=count&identifier=urn:test:finding|f-{id}"));
        Assert.Equal((HttpStatusCode.OK, 0), await Count($"Condition?_summary=count&identifier=urn:test:other|f-{id}"));
        Assert.Equal((HttpStatusCode.OK, 0), await Count($"Condition?_summary=count&identifier=urn:test:finding|f-{id}&code:text=Another"));
    }

    private async Task<(HttpStatusCode Status, int Total)> Count(string path)
    {
        var (status, bundle) = await Get(path);
        return (status, bundle["total"]!.GetValue<int>());
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> Get(string path)
    {
        using var http = portal.Bridge();
        using var answer = await http.GetAsync($"/{BridgePortal.Practice}/fhir/R4/{path}");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Puts conditions of other patients into the store, as rows that the grain wrote would look.</summary>
    private async Task Fill(int rows)
    {
        var database = portal.Services.GetRequiredService<PortalDatabase>();
        using var passage = await database.Writes.Enter();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $$"""
            with recursive number(n) as (select 1 union all select n + 1 from number where n < {{rows}})
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            select '{{PortalStorage.ServiceId}}', 'resource', '{{BridgePortal.Practice}}/crowd' || n || '/Condition/c' || n, 0, 0,
                '{"patientId":"crowd' || n || '","type":"Condition","id":"c' || n || '","versionId":1,"lastUpdated":"2026-01-01T00:00:00.000Z",'
                || '"json":"{\"resourceType\":\"Condition\",\"id\":\"c' || n || '\",\"code\":{\"text\":\"Another\"},\"subject\":{\"reference\":\"Patient/crowd\"} }"}',
                '2026-01-01T00:00:00.000Z', 1
            from number
            """;
        Assert.Equal(rows, await command.ExecuteNonQueryAsync());
    }
}
