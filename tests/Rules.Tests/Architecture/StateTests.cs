using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Orleans;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Rules.Tests.Architecture;

/// <summary>Names and shapes of what is stored.</summary>
public sealed class StateTests
{
    private static readonly Assembly _grains = typeof(DocumentState).Assembly;

    private static IEnumerable<Type> GrainClasses() =>
        _grains.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IGrainBase))
            && (type.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) ?? false));

    private static IEnumerable<(Type Grain, string State, Type Document)> States() =>
        from grain in GrainClasses()
        from parameter in grain.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where attribute is not null
        select (grain, attribute.StateName, parameter.ParameterType.GetGenericArguments()[0]);

    /// <summary>Rows that a grain writes beside its document; the type holds their state name in <c>RowName</c>.</summary>
    private static IEnumerable<(Type Row, string Name)> Rows() =>
        from type in _grains.GetTypes()
        let field = type.GetField("RowName", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where field is not null
        select (type, (string)field.GetValue(null)!);

    [Fact]
    public void Every_grain_is_sealed_and_names_its_type() =>
        Assert.Empty(GrainClasses().Where(type => !type.IsSealed || TypeName(type) is null).Select(type => type.Name));

    [Fact]
    public void Every_name_of_a_grain_type_or_a_row_is_used_once()
    {
        var names = GrainClasses().Select(TypeName).Concat(Rows().Select(row => row.Name));

        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void A_state_has_the_name_of_its_grain_type_so_that_the_sweeper_finds_the_grain() =>
        Assert.Empty(States().Where(state => state.State != TypeName(state.Grain)).Select(state => $"{state.Grain.Name}: {state.State}"));

    [Fact]
    public void A_grain_keeps_one_document() =>
        Assert.Empty(States().GroupBy(state => state.Grain).Where(group => group.Count() > 1).Select(group => group.Key.Name));

    [Fact]
    public void Rows_are_written_under_a_named_constant() =>
        Assert.Empty(SourceTree.Files(".cs")
            .Where(file => file.Path.StartsWith("Grains", StringComparison.Ordinal))
            .Where(file => file.Text.Contains("StateAsync(\"", StringComparison.Ordinal))
            .Select(file => file.Path));

    [Fact]
    public void Every_stored_type_has_a_generated_serializer()
    {
        var stored = States().Select(state => state.Document).Concat(Rows().Select(row => row.Row).Where(IsData));

        Assert.Empty(stored.SelectMany(type => Unknown(type, [])).Distinct());
    }

    [Fact]
    public void Every_answer_of_a_command_and_every_payload_of_a_delivery_has_a_generated_serializer()
    {
        var answers = GenericCalls("Decide", on: typeof(DocumentGrain<>)).Select(arguments => arguments[0]);
        var payloads = GenericCalls(nameof(OutboxRules.Owe), on: typeof(OutboxRules)).Select(arguments => arguments[1]);
        var written = answers.Concat(payloads).Where(type => !type.IsGenericParameter).Distinct().ToArray();

        Assert.NotEmpty(written);
        Assert.Empty(written.SelectMany(type => Unknown(type, [])).Distinct());
    }

    [Fact]
    public void Every_grain_with_an_outbox_is_one_that_the_sweeper_can_call() =>
        Assert.Empty(States()
            .Where(state => state.Document.IsSubclassOf(typeof(DocumentState)) && !state.Grain.IsAssignableTo(typeof(IOutboxOwner)))
            .Select(state => state.Grain.Name));

    private static string? TypeName(Type grain) =>
        (string?)grain.GetCustomAttributesData()
            .FirstOrDefault(data => data.AttributeType == typeof(GrainTypeAttribute))?.ConstructorArguments[0].Value;

    private static bool IsData(Type type) => !type.IsAssignableTo(typeof(IGrainBase)) && !(type.IsAbstract && type.IsSealed);

    /// <summary>The types on the way from a document to its leaves that no source-generated context knows.</summary>
    private static IEnumerable<string> Unknown(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return [];
        if (!DocumentJson.Options.TryGetTypeInfo(type, out var info))
            return [type.ToString()];
        var parts = info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
            ? type.GetGenericArguments()
            : info.Properties.Select(property => property.PropertyType);
        return parts.SelectMany(part => Unknown(part, seen));
    }

    /// <summary>The type arguments of every call of the generic method in the compiled grains.</summary>
    private static IEnumerable<Type[]> GenericCalls(string method, Type on)
    {
        const int MethodSpecTable = 0x2B000000;
        for (var row = 1; TryResolve(MethodSpecTable | row, out var called); row++)
        {
            var owner = called?.DeclaringType is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : called?.DeclaringType;
            if (called is MethodInfo info && info.Name == method && owner == on)
                yield return info.GetGenericArguments();
        }
    }

    private static bool TryResolve(int token, out MethodBase? method)
    {
        method = null;
        try
        {
            method = _grains.ManifestModule.ResolveMethod(token);
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // The call stands inside a generic method and its type argument is that method's own.
        }

        return true;
    }
}
