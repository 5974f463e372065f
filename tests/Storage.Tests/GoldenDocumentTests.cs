using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Portal.Grains.Documents;
using Portal.Silo.Storage;
using Portal.Tests.Shared;

namespace Portal.Storage.Tests;

/// <summary>
/// The folder Golden holds a filled document of every state as this and each later release has written it. A file never
/// changes once its release is out: a new shape gets a new file, <c>{state}.2.json</c>.
/// </summary>
public sealed class GoldenDocumentTests
{
    private static readonly Assembly _grains = typeof(DocumentState).Assembly;
    private static readonly DocumentSerializer _serializer = new(DocumentJson.Options, new DocumentUpcasts());
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "Storage.Tests", "Golden");

    public static TheoryData<string> States => [.. StoredTypes().Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Directory.GetFiles(_folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_has_a_golden_document(string state) => Assert.True(File.Exists(Path.Combine(_folder, $"{state}.json")));

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_written_is_read_and_written_the_same(string file)
    {
        var text = File.ReadAllText(Path.Combine(_folder, file));

        var again = Rewritten(StoredTypes()[StateOf(file)], text);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(again)), again);
    }

    [Fact]
    public void Every_property_that_is_stored_stands_in_a_golden_document()
    {
        var present = new HashSet<string>();
        foreach (var file in Files)
            Collect(StoredTypes()[StateOf(file)], JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, file))).RootElement, present);
        var seen = new HashSet<Type>();

        var absent = StoredTypes().Values.SelectMany(type => PropertiesOf(type, seen)).Except(present).ToList();

        Assert.True(absent.Count == 0, $"Fill them in: {string.Join(", ", absent)}");
    }

    /// <summary>A property that a later release adds is absent in older documents; it then has the value that a new document has.</summary>
    [Theory]
    [MemberData(nameof(States))]
    public void What_is_absent_in_a_document_is_as_in_a_new_one(string state)
    {
        var type = StoredTypes()[state];
        var required = DocumentJson.Options.GetTypeInfo(type).Properties.Where(property => property.IsRequired).Select(property => property.Name).ToHashSet();
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, $"{state}.json")))!.AsObject();
        foreach (var (name, _) in document.ToArray())
        {
            if (!required.Contains(name))
                document.Remove(name);
        }

        var again = JsonNode.Parse(Rewritten(type, document.ToJsonString()))!.AsObject();

        var fresh = JsonNode.Parse(JsonSerializer.Serialize(Activator.CreateInstance(type), DocumentJson.Options.GetTypeInfo(type)))!.AsObject();
        foreach (var name in required)
            fresh[name] = document[name]?.DeepClone();
        Assert.True(JsonNode.DeepEquals(fresh, again), $"{again.ToJsonString()} instead of {fresh.ToJsonString()}");
    }

    private static string StateOf(string file) => file.Split('.')[0];

    private static string Rewritten(Type type, string text) => (string)typeof(GoldenDocumentTests)
        .GetMethod(nameof(RewrittenAs), BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(type)
        .Invoke(null, [text])!;

    private static string RewrittenAs<T>(string text) =>
        Encoding.UTF8.GetString(_serializer.Serialize(_serializer.Deserialize<T>(BinaryData.FromString(text))).ToMemory().Span);

    private static Dictionary<string, Type> StoredTypes()
    {
        var documents =
            from grain in _grains.GetTypes()
            where !grain.IsAbstract && grain.IsAssignableTo(typeof(IGrainBase))
            from parameter in grain.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
            where attribute is not null
            select (attribute.StateName, Document: parameter.ParameterType.GetGenericArguments()[0]);
        var rows =
            from type in _grains.GetTypes()
            let field = type.GetField("RowName") ?? type.GetField("StateName")
            where field is { IsLiteral: true }
            select ((string)field.GetRawConstantValue()!, type);
        return documents.Concat(rows).ToDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal);
    }

    private static IEnumerable<string> PropertiesOf(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return [];
        var info = InfoOf(type);
        return info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
            ? PropertiesOf(info.ElementType!, seen)
            : info.Properties.SelectMany(property => PropertiesOf(property.PropertyType, seen).Prepend(NameOf(property)));
    }

    private static void Collect(Type type, JsonElement json, HashSet<string> present)
    {
        var info = InfoOf(type);
        if (json.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
                Collect(info.ElementType!, item, present);
        }
        else if (json.ValueKind is JsonValueKind.Object && info.Kind is JsonTypeInfoKind.Dictionary)
        {
            foreach (var entry in json.EnumerateObject())
                Collect(info.ElementType!, entry.Value, present);
        }
        else if (json.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in info.Properties.Where(property => json.TryGetProperty(property.Name, out _)))
            {
                present.Add(NameOf(property));
                Collect(property.PropertyType, json.GetProperty(property.Name), present);
            }
        }
    }

    private static JsonTypeInfo InfoOf(Type type) => DocumentJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string NameOf(JsonPropertyInfo property) => $"{((MemberInfo)property.AttributeProvider!).DeclaringType!.Name}.{property.Name}";
}
