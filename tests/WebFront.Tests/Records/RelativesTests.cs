using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Tests.Records;

/// <summary>Who acts and who pays for whom is told in two halves, which may come one after the other.</summary>
public sealed class RelativesTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private readonly string _child = "child-" + BridgePortal.NewId();
    private readonly string _parent = "parent-" + BridgePortal.NewId();
    private readonly string _relative = "relative-" + BridgePortal.NewId();

    [Fact]
    public async Task A_related_person_that_comes_later_than_its_patients_counts()
    {
        await Take("collection", BridgePortal.Patient(_child), Parent());

        await Take("collection", Relative("MTH"));

        Assert.Equal(new(_parent, RepresentativeKind.Guardian), Assert.Single((await View(_child)).Representatives));
        Assert.NotNull(await portal.Stored(_child, "RelatedPerson", _relative));
    }

    [Fact]
    public async Task A_patient_who_says_later_to_be_a_related_person_counts()
    {
        await Take("transaction", BridgePortal.Patient(_child), BridgePortal.Patient(_parent));
        await Take("transaction", Relative("MTH"));
        Assert.Empty((await View(_child)).Representatives);

        await Take("transaction", Parent());

        Assert.Equal(new(_parent, RepresentativeKind.Guardian), Assert.Single((await View(_child)).Representatives));
    }

    [Fact]
    public async Task A_parent_who_is_new_and_says_so_counts_as_well()
    {
        await Take("transaction", BridgePortal.Patient(_child), Relative("FTH"));

        await Take("transaction", Parent(), BridgePortal.Condition("c-" + _parent, _parent));

        Assert.Equal(new(_parent, RepresentativeKind.Guardian), Assert.Single((await View(_child)).Representatives));
        Assert.NotNull(await portal.Stored(_parent, "Condition", "c-" + _parent));
    }

    [Theory]
    [InlineData(PatientLimits.Representatives, HttpStatusCode.OK)]
    [InlineData(PatientLimits.Representatives + 1, HttpStatusCode.UnprocessableEntity)]
    public async Task More_who_act_than_there_may_be_keep_a_transaction_out(int parents, HttpStatusCode expected)
    {
        var people = Enumerable.Range(0, parents).SelectMany(number =>
        {
            var (parent, relative) = (BridgePortal.Patient($"{_parent}-{number}"), Relative("MTH"));
            relative["id"] = $"{_relative}-{number}";
            parent["link"] = new JsonArray(new JsonObject { ["type"] = "seealso", ["other"] = new JsonObject { ["reference"] = $"RelatedPerson/{relative["id"]}" } });
            return new JsonNode[] { parent, relative };
        });

        var (status, answer) = await portal.Post(BridgePortal.Bundle("transaction", [BridgePortal.Patient(_child), .. people]));

        Assert.Equal(expected, status);
        if (expected is HttpStatusCode.OK)
        {
            Assert.Equal(parents, (await View(_child)).Representatives.Length);
            return;
        }

        Assert.Contains("at most 4 representatives", answer["issue"]![0]!["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(await portal.Stored(_child, "Patient", _child));
    }

    [Fact]
    public async Task Within_a_bundle_the_order_does_not_matter()
    {
        var parent = Parent();
        parent["link"]![0]!["other"]!["reference"] = "urn:uuid:6f1c2d04-7a52-4a57-9a0e-52a6b3f7c101";
        var bundle = BridgePortal.Bundle("transaction", parent, Relative("MTH"), BridgePortal.Patient(_child));
        bundle["entry"]![1]!["fullUrl"] = "urn:uuid:6f1c2d04-7a52-4a57-9a0e-52a6b3f7c101";

        Assert.Equal(HttpStatusCode.OK, (await portal.Post(bundle)).Status);

        Assert.Equal(new(_parent, RepresentativeKind.Guardian), Assert.Single((await View(_child)).Representatives));
    }

    [Fact]
    public async Task Who_pays_and_is_a_guardian_is_both()
    {
        await Take("transaction", BridgePortal.Patient(_child), Parent(), Relative("MTH", "GUAR"));

        var child = await View(_child);
        Assert.Equal(new(_parent, RepresentativeKind.Guardian), Assert.Single(child.Representatives));
        Assert.Equal(_parent, child.GuarantorId);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("BRO")]
    [InlineData("SPS")]
    [InlineData("")]
    public async Task Who_is_related_and_neither_acts_nor_pays_is_let_into_nothing_and_the_answer_says_so(string code)
    {
        var (_, together) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(_child), Parent(), Relative(code)));

        var child = await View(_child);
        Assert.Empty(child.Representatives);
        Assert.NotEqual(_parent, child.GuarantorId);
        Assert.NotNull(await portal.Stored(_child, "RelatedPerson", _relative));
        AssertNoRights(together, 2, "relationship");
    }

    [Fact]
    public async Task A_patient_who_says_later_to_be_an_emergency_contact_is_let_into_nothing_either()
    {
        await Take("collection", BridgePortal.Patient(_child), BridgePortal.Patient(_parent), Relative("C"));

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", Parent()));

        Assert.Empty((await View(_child)).Representatives);
        AssertNoRights(answer, 0, "link");
    }

    [Theory]
    [InlineData("HPOWATT")]
    [InlineData("C", "RESPRSN")]
    public async Task Who_acts_is_a_responsible_party_whatever_else_the_relation_is(params string[] codes)
    {
        var (_, answer) = await portal.Post(BridgePortal.Bundle("transaction", BridgePortal.Patient(_child), Parent(), Relative(codes)));

        Assert.Equal(new(_parent, RepresentativeKind.ResponsibleParty), Assert.Single((await View(_child)).Representatives));
        Assert.Null(answer["entry"]![2]!["response"]!["outcome"]);
    }

    [Fact]
    public async Task A_spouse_who_pays_is_the_guarantor_and_nothing_else()
    {
        await Take("transaction", BridgePortal.Patient(_child), Parent(), Relative("SPS", "GUAR"));

        var child = await View(_child);
        Assert.Empty(child.Representatives);
        Assert.Equal(_parent, child.GuarantorId);
    }

    [Fact]
    public async Task What_the_practice_took_back_does_not_return_with_news_of_the_parent()
    {
        await Take("transaction", BridgePortal.Patient(_child), Parent(), Relative("MTH"));
        var child = await View(_child);
        await AsPortal(grain => grain.Save(
            new(BridgePortal.NewId(), child.Status, child.Demographics, child.GuarantorId, [], child.PrimaryProviderId)));

        await Take("transaction", Parent("Married-Name"));

        Assert.Empty((await View(_child)).Representatives);
        Assert.Equal("Married-Name", (await View(_parent)).Demographics.LastName);
    }

    /// <summary>As every relation did before: whoever told it must be able to end it.</summary>
    [Fact]
    public async Task A_right_that_a_relation_without_one_once_gave_ends_with_it()
    {
        await Take("transaction", BridgePortal.Patient(_child), Parent(), Relative("C"));
        var child = await View(_child);
        await AsPortal(grain => grain.Save(new(
            BridgePortal.NewId(), child.Status, child.Demographics, child.GuarantorId, [new(_parent, RepresentativeKind.ResponsibleParty)], child.PrimaryProviderId)));
        var ended = Relative("C");
        ended["active"] = false;

        await Take("transaction", ended);

        Assert.Empty((await View(_child)).Representatives);
    }

    [Theory]
    [InlineData("2020", false)]
    [InlineData("2099-06", true)]
    public async Task A_relation_holds_until_its_period_is_over(string end, bool holds)
    {
        var relative = Relative("GUARD");
        relative["period"] = new JsonObject { ["start"] = "2015", ["end"] = end };

        await Take("transaction", BridgePortal.Patient(_child), Parent(), relative);

        Assert.Equal(holds ? [_parent] : [], (await View(_child)).Representatives.Select(one => one.PatientId));
    }

    private static void AssertNoRights(JsonObject answer, int entry, string element)
    {
        var issue = Assert.Single(answer["entry"]![entry]!["response"]!["outcome"]!["issue"]!.AsArray())!;
        Assert.Equal("warning", issue["severity"]!.GetValue<string>());
        Assert.Equal($"Bundle.entry[{entry}].resource.{element}", issue["expression"]![0]!.GetValue<string>());
        Assert.Contains("gives no rights", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private JsonObject Parent(string family = "Doe")
    {
        var parent = BridgePortal.Patient(_parent, family);
        parent["link"] = new JsonArray(new JsonObject
        {
            ["other"] = new JsonObject { ["reference"] = $"RelatedPerson/{_relative}" },
            ["type"] = "seealso",
        });
        return parent;
    }

    private JsonObject Relative(params string[] codes) => new()
    {
        ["resourceType"] = "RelatedPerson",
        ["id"] = _relative,
        ["patient"] = new JsonObject { ["reference"] = $"Patient/{_child}" },
        ["relationship"] = new JsonArray([.. codes.Select(code => code.Length == 0
            ? new JsonObject { ["text"] = "A friend of the family" }
            : new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = code }) })]),
    };

    private async Task Take(string type, params JsonNode[] resources)
    {
        var (status, answer) = await portal.Post(BridgePortal.Bundle(type, resources));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
    }

    private async Task<PatientView> View(string id)
    {
        using var scope = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return (await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).View())!;
    }

    private async Task AsPortal(Func<IPatientGrain, Task<Grains.Interfaces.Result<Saved>>> act)
    {
        using var scope = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.Empty((await act(portal.Grain<IPatientGrain>(BridgePortal.Practice, _child))).Problems);
    }
}
