using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>
/// What the CapabilityStatement declares is held to R4's own definition of each parameter: a value is taken from a
/// resource by the definition's expression, and asking with it finds that resource.
/// </summary>
public sealed partial class DeclaredParameterTests(ExamplesPortal portal) : IClassFixture<ExamplesPortal>
{
    /// <summary>So many resources with a value are tried before a parameter is said to find nothing.</summary>
    private const int Tried = 3;

    private static readonly FhirJsonDeserializer _reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Ostrich));

    [Fact]
    public async System.Threading.Tasks.Task Every_declared_parameter_that_has_data_finds_it()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgePortal.Token);
        var declared = JsonNode.Parse(await http.GetStringAsync($"{portal.Fhir}/metadata"))!["rest"]![0]!["resource"]!.AsArray();
        var (asked, faults) = (0, new List<string>());

        foreach (var resource in declared)
        {
            var type = resource!["type"]!.GetValue<string>();
            var stored = await Stored(http, type);
            foreach (var parameter in resource["searchParam"]?.AsArray() ?? [])
            {
                var name = parameter!["name"]!.GetValue<string>();
                if (Definition(type, name) is not { } definition || Examples(stored, definition) is not { Count: > 0 } examples)
                    continue;
                asked++;
                var found = false;
                foreach (var (id, value) in examples)
                    found = found || await Finds(http, $"{portal.Fhir}/{type}?_id={id}&{name}={Uri.EscapeDataString(value)}", id);
                if (!found)
                    faults.Add($"{type}?_id={examples[0].Id}&{name}={examples[0].Value}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(asked > 200, $"{asked} parameters have data.");
    }

    private static async Task<List<Resource>> Stored(HttpClient http, string type)
    {
        using var answer = await http.GetAsync($"{BridgePortal.Practice}/fhir/R4/{type}?_count=200");
        var bundle = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => _reader.Deserialize<Resource>(entry!["resource"]!.ToJsonString())).Where(resource => resource.TypeName == type)];
    }

    private static async Task<bool> Finds(HttpClient http, string search, string id)
    {
        using var answer = await http.GetAsync(search);
        var bundle = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (bundle["entry"]?.AsArray() ?? []).Any(entry => entry!["resource"]!["id"]!.GetValue<string>() == id);
    }

    private static SearchParamDefinition? Definition(string type, string name) =>
        ModelInfo.SearchParameters.Find(one => one.Resource == type && one.Name == name && !string.IsNullOrEmpty(one.Expression));

    private static List<(string Id, string Value)> Examples(IEnumerable<Resource> stored, SearchParamDefinition definition)
    {
        // To which type a reference leads is seen from the reference: what it leads to is not at hand.
        var wanted = Resolved().Match(definition.Expression!) is { Success: true } match ? match.Groups[1].Value : null;
        var expression = Resolved().Replace(definition.Expression!, "");
        return
        [
            .. stored.SelectMany(
                    resource => resource.Select(expression).OfType<Base>().Select(value => Text(value, definition.Type)).OfType<string>()
                        .Where(value => wanted is null || value.StartsWith(wanted + "/", StringComparison.Ordinal)).Take(1),
                    (resource, value) => (resource.Id!, value))
                .Take(Tried),
        ];
    }

    private static string? Text(Base value, SearchParamType type) => (type, value) switch
    {
        (SearchParamType.Token, Coding { Code: { } code } coding) => $"{Escaped(coding.System ?? "")}|{Escaped(code)}",
        (SearchParamType.Token, CodeableConcept concept) => concept.Coding.Find(coding => coding.Code is not null) is { } coding ? Text(coding, type) : null,
        (SearchParamType.Token, Identifier { Value: { } number } identifier) => $"{Escaped(identifier.System ?? "")}|{Escaped(number)}",
        (SearchParamType.Token, ContactPoint { Value: { } number }) => Escaped(number),
        (SearchParamType.String, HumanName name) => (name.Family ?? name.Given.FirstOrDefault()) is { } one ? Escaped(one) : null,
        (SearchParamType.String, Address address) => (address.City ?? address.Line.FirstOrDefault()) is { } one ? Escaped(one) : null,
        (SearchParamType.Date, Period period) => period.Start ?? period.End,
        (SearchParamType.Quantity, Quantity { Value: { } number }) => number.ToString(CultureInfo.InvariantCulture),
        (SearchParamType.Reference, ResourceReference { Reference: { } reference }) => reference.StartsWith('#') || reference.StartsWith("http", StringComparison.Ordinal) ? null : reference,
        (SearchParamType.Date or SearchParamType.Number or SearchParamType.Uri, PrimitiveType primitive) => primitive.ToString(),
        (SearchParamType.Token or SearchParamType.String, PrimitiveType primitive) => primitive.ToString() is { Length: > 0 } text ? Escaped(text) : null,
        _ => null,
    };

    private static string Escaped(string text) => Special().Replace(text, @"\$0");

    [GeneratedRegex(@"\.where\(resolve\(\) is (\w+)\)")]
    private static partial Regex Resolved();

    [GeneratedRegex(@"[\\,|$]")]
    private static partial Regex Special();
}
