using System.Net;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records;

public sealed class TransactionTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task One_bad_entry_keeps_all_of_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var bad = BridgePortal.Condition("bad-" + id, id);
        bad["recordedDate"] = "soon";

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), bad));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("OperationOutcome", answer["resourceType"]!.GetValue<string>());
        Assert.Equal("Bundle.entry[1].resource.recordedDate", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_reference_that_leads_nowhere_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var lost = BridgePortal.Condition("lost-" + id, id);
        lost["encounter"] = new JsonObject { ["reference"] = "Encounter/nowhere" };

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), lost));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Bundle.entry[1].resource.encounter.reference", answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task What_the_rules_of_the_portal_refuse_keeps_a_transaction_out()
    {
        var id = BridgePortal.NewId();
        var nameless = BridgePortal.Patient("n-" + id);
        nameless.Remove("name");

        var (status, _) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id), nameless));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_reference_to_what_is_stored_is_good()
    {
        var id = BridgePortal.NewId();
        await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(id)));

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Condition("c-" + id, id)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201"], BridgePortal.Statuses(answer));
    }

    [Fact]
    public async Task References_by_urn_lead_to_the_stored_resources()
    {
        var patient = BridgePortal.Patient(BridgePortal.NewId());
        var uuid = Guid.CreateVersion7().ToString();
        var condition = BridgePortal.Condition("x", "x");
        condition.Remove("id");
        condition["subject"]!["reference"] = $"urn:uuid:{uuid}";
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "transaction",
            ["entry"] = new JsonArray(
                Entry("urn:uuid:" + Guid.CreateVersion7(), condition, "Condition"),
                Entry("urn:uuid:" + uuid, patient, "Patient")),
        };

        var (status, answer) = await portal.Post(bundle);

        Assert.Equal(HttpStatusCode.OK, status);
        var id = patient["id"]!.GetValue<string>();
        var conditionId = answer["entry"]![0]!["response"]!["location"]!.GetValue<string>().Split('/')[1];
        var stored = await portal.Stored(id, "Condition", conditionId);
        Assert.Equal($"Patient/{id}", stored!["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal(conditionId, stored["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_batch_takes_each_entry_for_itself()
    {
        var id = BridgePortal.NewId();
        var bundle = BridgePortal.Bundle("batch", BridgePortal.Patient(id), BridgePortal.Patient("d-" + id));
        bundle["entry"]![1]!["request"]!["method"] = "DELETE";

        var (_, answer) = await portal.Post(bundle);

        Assert.Equal("batch-response", answer["type"]!.GetValue<string>());
        Assert.Equal(["201", "422"], BridgePortal.Statuses(answer));
    }

    private static JsonObject Entry(string fullUrl, JsonObject resource, string type) => new()
    {
        ["fullUrl"] = fullUrl,
        ["resource"] = resource.DeepClone(),
        ["request"] = new JsonObject { ["method"] = "POST", ["url"] = type },
    };
}
