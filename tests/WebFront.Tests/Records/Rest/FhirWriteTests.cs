using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Tests.Records.Rest;

public sealed class FhirWriteTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Address = $"/{BridgePortal.Practice}/fhir/R4";
    private const string Json = "application/fhir+json";

    [Fact]
    public async Task A_resource_that_is_posted_gets_an_id_and_is_read_at_its_location()
    {
        var patient = await Patient();

        using var made = await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("ignored", patient));

        var body = await Body(made);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("W/\"1\"", made.Headers.ETag!.ToString());
        Assert.NotEqual("ignored", body["id"]!.GetValue<string>());
        Assert.EndsWith($"{Address}/Condition/{body["id"]}/_history/1", made.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var http = portal.Bridge();
        var read = await Body(await http.GetAsync(made.Headers.Location));
        Assert.Equal("Tooth decay", read["code"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_patient_who_is_put_is_a_patient_of_the_portal()
    {
        var id = BridgePortal.NewId();

        using var made = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id, "Marlow"));
        using var again = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id, "Marlow"));
        using var changed = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id, "Marlowe"));

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "W/\"1\""), (again.StatusCode, again.Headers.ETag!.ToString()));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\""), (changed.StatusCode, changed.Headers.ETag!.ToString()));
        using var scope = CallerScope.Use(Caller.System(BridgePortal.Practice));
        Assert.Equal("Marlowe", (await portal.Grain<IPatientGrain>(BridgePortal.Practice, id).View())!.Demographics.LastName);
    }

    [Fact]
    public async Task An_update_over_another_version_than_the_latest_changes_nothing()
    {
        var patient = await Patient();
        var id = BridgePortal.NewId();
        using var first = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient));
        using var second = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient, "Deep decay"), ("If-Match", "W/\"1\""));

        using var late = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient, "Filled"), ("If-Match", "W/\"1\""));
        using var nothing = await Send(HttpMethod.Put, $"Condition/none-{id}", BridgePortal.Condition("none-" + id, patient), ("If-Match", "W/\"1\""));
        using var unclear = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient), ("If-Match", "first"));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "If-Match"), (late.StatusCode, await Place(late)));
        Assert.Equal(HttpStatusCode.PreconditionFailed, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unclear.StatusCode);
        Assert.Equal("Deep decay", (await portal.Stored(patient, "Condition", id))!["code"]!["text"]!.GetValue<string>());
        Assert.Null(await portal.Stored(patient, "Condition", "none-" + id));
    }

    [Fact]
    public async Task A_resource_made_on_a_condition_is_made_once_by_many_who_try_together()
    {
        var chart = BridgePortal.NewId();
        var patient = BridgePortal.Patient("any", "Once");
        patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:test:chart", ["value"] = chart });
        (string, string)[] condition = [("If-None-Exist", $"identifier=urn:test:chart|{chart}")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send(HttpMethod.Post, "Patient", patient, condition)));

        var ids = (await Task.WhenAll(answers.Select(Body))).Select(body => body["id"]!.GetValue<string>()).Distinct();
        Assert.Single(ids);
        Assert.Equal(1, answers.Count(answer => answer.StatusCode is HttpStatusCode.Created));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_condition_that_several_fit_or_nobody_understands_makes_nothing()
    {
        var patient = await Patient();
        await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("a", patient));
        await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("b", patient, "Another"));

        using var several = await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("c", patient), ("If-None-Exist", $"patient={patient}"));
        using var unknown = await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("d", patient), ("If-None-Exist", "colour=blue"));
        using var empty = await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("e", patient), ("If-None-Exist", "_count=1"));
        using var half = await Send(HttpMethod.Post, "Condition", BridgePortal.Condition("f", patient), ("If-None-Exist", $"patient={patient}&identifier="));

        Assert.Equal(HttpStatusCode.PreconditionFailed, several.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, half.StatusCode);
        Assert.Equal(2, await Total($"Condition?patient={patient}"));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_its_history_stays()
    {
        var patient = await Patient();
        var id = BridgePortal.NewId();
        await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient));

        using var stale = await Send(HttpMethod.Delete, $"Condition/{id}", null, ("If-Match", "W/\"7\""));
        using var deleted = await Send(HttpMethod.Delete, $"Condition/{id}", null);
        using var again = await Send(HttpMethod.Delete, $"Condition/{id}", null);

        using var http = portal.Bridge();
        using var gone = await http.GetAsync($"{Address}/Condition/{id}");
        var history = await Body(await http.GetAsync($"{Address}/Condition/{id}/_history"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal((HttpStatusCode.Gone, "deleted"), (gone.StatusCode, (await Body(gone))["issue"]![0]!["code"]!.GetValue<string>()));
        Assert.Equal(["DELETE", "PUT"], history["entry"]!.AsArray().Select(entry => entry!["request"]!["method"]!.GetValue<string>()));
        Assert.Equal(0, await Total($"Condition?patient={patient}"));

        // The same content again brings it back, as a new version.
        using var back = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient));
        Assert.Equal((HttpStatusCode.Created, "W/\"3\""), (back.StatusCode, back.Headers.ETag!.ToString()));
    }

    [Fact]
    public async Task What_the_portal_keeps_is_not_deleted()
    {
        var patient = await Patient();

        using var refused = await Send(HttpMethod.Delete, $"Patient/{patient}", null);
        using var unknown = await Send(HttpMethod.Delete, "Condition/nothing-here", null);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("status", await Words(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.NotNull(await portal.Stored(patient, "Patient", patient));
    }

    [Fact]
    public async Task A_resource_stays_with_its_patient()
    {
        var (one, other) = (await Patient(), await Patient());
        var id = BridgePortal.NewId();
        await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, one));

        using var moved = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, other));
        var (_, imported) = await portal.Post(BridgePortal.Bundle("batch", BridgePortal.Condition(id, other)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.StatusCode);
        Assert.Equal(["422"], BridgePortal.Statuses(imported));
        Assert.Null(await portal.Stored(other, "Condition", id));
    }

    [Fact]
    public async Task Xml_is_taken_as_json_is()
    {
        var id = BridgePortal.NewId();
        var xml = $"""<Patient xmlns="http://hl7.org/fhir"><id value="{id}"/><name><family value="Müller"/><given value="Zoë"/></name><birthDate value="1990-05-06"/></Patient>""";

        using var made = await Text(HttpMethod.Put, $"Patient/{id}", xml, "application/fhir+xml");

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("Müller", (await portal.Stored(id, "Patient", id))!["name"]![0]!["family"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("[]", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("""{"resourceType":"Condition"}""", Json, HttpStatusCode.BadRequest, "invalid")]
    [InlineData("""{"resourceType":"Patient","id":"other"}""", Json, HttpStatusCode.BadRequest, "invalid")]
    [InlineData("""{"resourceType":"Patient","id":"p","id":"p"}""", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("""{"resourceType":"Patient","id":"p","name":[{"family":"a \ud800 b"}]}""", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("""{"resourceType":"Patient","id":"p","a \udc00 b":1,"name":[{"family":"Doe"}]}""", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("""{"resourceType":"Patient","id":"p","a \u0000 b":1,"name":[{"family":"Doe"}]}""", Json, HttpStatusCode.BadRequest, "structure")]
    [InlineData("<Patient", "application/fhir+xml", HttpStatusCode.BadRequest, "structure")]
    [InlineData("""<!DOCTYPE p [<!ENTITY e "x">]><Patient xmlns="http://hl7.org/fhir"><id value="p"/><name><family value="&e;"/></name></Patient>""", "application/fhir+xml", HttpStatusCode.BadRequest, "structure")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><id value="p"/><birthDate value="soon"/></Patient>""", "application/fhir+xml", HttpStatusCode.UnprocessableEntity, "invalid")]
    [InlineData("hello", "text/plain", HttpStatusCode.UnsupportedMediaType, "not-supported")]
    public async Task What_is_no_resource_is_refused_in_words(string text, string type, HttpStatusCode status, string code)
    {
        using var answer = await Text(HttpMethod.Put, "Patient/p", text, type);

        var outcome = await Body(answer);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Equal(code, outcome["issue"]![0]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Patient/$match", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"family":"\ud800"}]}}]}""")]
    [InlineData("Patient/p/$everything", """{"resourceType":"Parameters","parameter":[{"name":"_type","valueString":"\ud800"}]}""")]
    [InlineData("$export", """{"resourceType":"Parameters","parameter":[{"name":"_type","valueString":"\ud800"}]}""")]
    [InlineData("Subscription", """{"resourceType":"Subscription","status":"requested","reason":"\ud800"}""")]
    [InlineData("", """{"resourceType":"Bundle","type":"\ud800"}""")]
    [InlineData("", """{"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"\ud800","request":{"method":"GET","url":"Patient"}}]}""")]
    [InlineData("", """{"resourceType":"Bundle","type":"collection","entry":[{"\ud800":1,"resource":{"resourceType":"Patient"}}]}""")]
    [InlineData("$import", """{"resourceType":"Bundle","type":"collection","link":[{"relation":"\ud800"}]}""")]
    public async Task Half_of_a_character_is_no_text_wherever_it_stands(string path, string text)
    {
        using var answer = await Text(HttpMethod.Post, path, text, Json, ("Prefer", "respond-async"));

        Assert.Equal((HttpStatusCode.BadRequest, "structure"), (answer.StatusCode, (await Body(answer))["issue"]![0]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_wanted_to_be_the_first_is_told_which_condition_did_not_hold()
    {
        var id = BridgePortal.NewId();
        using var first = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id), ("If-None-Match", "*"));

        using var second = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id, "Other"), ("If-None-Match", "*"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Equal("If-None-Match", await Place(second));
    }

    [Fact]
    public async Task A_fault_is_told_with_its_element()
    {
        var id = BridgePortal.NewId();
        var patient = BridgePortal.Patient(id);
        patient["birthDate"] = "soon";
        var nameless = BridgePortal.Patient(id);
        nameless.Remove("name");

        using var bad = await Send(HttpMethod.Put, $"Patient/{id}", patient);
        using var refused = await Send(HttpMethod.Put, $"Patient/{id}", nameless);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Patient.birthDate"), (bad.StatusCode, await Place(bad)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Patient.name"), (refused.StatusCode, await Place(refused)));
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Theory]
    [InlineData("_elements=code")]
    [InlineData("_summary=true")]
    public async Task A_part_of_a_resource_is_not_taken_for_the_whole(string part)
    {
        var patient = await Patient();
        var id = BridgePortal.NewId();
        using var made = await Send(HttpMethod.Put, $"Condition/{id}", BridgePortal.Condition(id, patient));
        using var http = portal.Bridge();
        var read = await Body(await http.GetAsync($"{Address}/Condition/{id}?{part}"));

        using var written = await Send(HttpMethod.Put, $"Condition/{id}", read);
        var (_, imported) = await portal.Post(BridgePortal.Bundle("collection", read));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Condition.meta.tag"), (written.StatusCode, await Place(written)));
        Assert.Equal(["422"], BridgePortal.Statuses(imported));
        Assert.Equal(made.Headers.ETag, (await http.GetAsync($"{Address}/Condition/{id}")).Headers.ETag);
    }

    [Fact]
    public async Task Deep_and_large_texts_are_refused()
    {
        var deep = $$"""{"resourceType":"Patient","id":"p","extension":{{string.Concat(Enumerable.Repeat("[", 200))}}{{string.Concat(Enumerable.Repeat("]", 200))}}}""";
        var deepXml = $"""<Patient xmlns="http://hl7.org/fhir">{string.Concat(Enumerable.Repeat("<extension>", 200))}{string.Concat(Enumerable.Repeat("</extension>", 200))}</Patient>""";
        var large = $$"""{"resourceType":"Patient","id":"p","language":"{{new string('x', FhirLimits.ResourceBytes)}}"}""";

        using var first = await Text(HttpMethod.Put, "Patient/p", deep, Json);
        using var second = await Text(HttpMethod.Put, "Patient/p", deepXml, "application/fhir+xml");
        using var third = await Text(HttpMethod.Put, "Patient/p", large, Json);

        Assert.Equal(HttpStatusCode.BadRequest, first.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-long"), (third.StatusCode, (await Body(third))["issue"]![0]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Nothing_comes_back_where_the_caller_wants_nothing()
    {
        var id = BridgePortal.NewId();

        using var made = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id), ("Prefer", "return=minimal"));

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Empty(await made.Content.ReadAsByteArrayAsync());
        Assert.NotNull(made.Headers.Location);
    }

    [Fact]
    public async Task A_stranger_writes_nothing()
    {
        var id = BridgePortal.NewId();

        using var stranger = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id), ("Authorization", "Bearer nobody"));
        using var other = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id), ("Authorization", $"Bearer {BridgePortal.OtherToken}"));

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        Assert.Null(await portal.Stored(id, "Patient", id));
    }

    [Fact]
    public async Task A_provenance_goes_where_its_target_is()
    {
        var patient = await Patient();
        var condition = BridgePortal.NewId();
        await Send(HttpMethod.Put, $"Condition/{condition}", BridgePortal.Condition(condition, patient));
        var provenance = new JsonObject
        {
            ["resourceType"] = "Provenance",
            ["target"] = new JsonArray(new JsonObject { ["reference"] = $"Condition/{condition}" }),
            ["recorded"] = "2026-11-27T10:00:00Z",
            ["agent"] = new JsonArray(new JsonObject { ["who"] = new JsonObject { ["display"] = "Dr. Rowe" } }),
        };

        using var made = await Send(HttpMethod.Post, "Provenance", provenance);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await Body(made))["id"]!.GetValue<string>();
        Assert.Equal("Dr. Rowe", (await portal.Stored(patient, "Provenance", id))!["agent"]![0]!["who"]!["display"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Binary")]
    [InlineData("DocumentReference")]
    public async Task The_summary_that_the_portal_keeps_is_written_by_nobody_else(string type)
    {
        var patient = await Patient();
        using var http = portal.Bridge();
        using var asked = await http.GetAsync($"{Address}/DocumentReference/$docref?patient={patient}&type=34133-9");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var kept = await Body(await http.GetAsync($"{Address}/{type}/ccd-{patient}"));

        using var same = await Send(HttpMethod.Put, $"{type}/ccd-{patient}", kept.DeepClone());
        kept[type is "Binary" ? "data" : "description"] = "SGVsbG8=";
        using var put = await Send(HttpMethod.Put, $"{type}/ccd-{patient}", kept);
        using var deleted = await http.DeleteAsync($"{Address}/{type}/ccd-{patient}");

        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, put.StatusCode);
        Assert.Contains("the portal itself makes", await Words(put), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, deleted.StatusCode);
        Assert.Equal("1", (await Body(await http.GetAsync($"{Address}/{type}/ccd-{patient}")))["meta"]!["versionId"]!.GetValue<string>());
    }

    private async Task<string> Patient()
    {
        var id = BridgePortal.NewId();
        using var made = await Send(HttpMethod.Put, $"Patient/{id}", BridgePortal.Patient(id));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return id;
    }

    private async Task<int> Total(string search)
    {
        using var http = portal.Bridge();
        return (await Body(await http.GetAsync($"{Address}/{search}")))["total"]!.GetValue<int>();
    }

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, JsonNode? resource, params (string Name, string Value)[] headers) =>
        Text(method, path, resource?.ToJsonString(), Json, headers);

    private async Task<HttpResponseMessage> Text(HttpMethod method, string path, string? text, string type, params (string Name, string Value)[] headers)
    {
        using var http = portal.Bridge();
        using var request = new HttpRequestMessage(method, $"{Address}/{path}");
        if (text is not null)
            request.Content = new StringContent(text, Encoding.UTF8, MediaTypeHeaderValue.Parse(type).MediaType!);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    private static async Task<JsonObject> Body(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    private static async Task<string?> Place(HttpResponseMessage answer) =>
        (await Body(answer))["issue"]![0]!["expression"]?[0]!.GetValue<string>();

    private static async Task<string> Words(HttpResponseMessage answer) =>
        (await Body(answer))["issue"]![0]!["diagnostics"]!.GetValue<string>();
}
