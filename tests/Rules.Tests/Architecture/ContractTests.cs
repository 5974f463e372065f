using System.Reflection;
using Orleans;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Architecture;

/// <summary>What every grain interface and every wire type must carry.</summary>
public sealed class ContractTests
{
    private static readonly Type[] _types = typeof(GrainKey).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) ?? false).ToArray();

    private static IEnumerable<Type> GrainInterfaces() =>
        _types.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    public static IEnumerable<MethodInfo> GrainMethods() =>
        GrainInterfaces()
            .Where(type => !type.IsAssignableTo(typeof(IGrainObserver)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias()
    {
        var without = GrainInterfaces().Where(type => type.GetCustomAttribute<AliasAttribute>() is null).Select(type => type.Name)
            .Concat(GrainInterfaces().SelectMany(type => type.GetMethods())
                .Where(method => method.GetCustomAttribute<AliasAttribute>() is null).Select(Named));

        Assert.Empty(without);
    }

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var shared = _types
            .Select(type => (type, alias: type.GetCustomAttribute<AliasAttribute>()?.Alias))
            .Where(pair => pair.alias is not null)
            .GroupBy(pair => pair.alias)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

        Assert.Empty(shared);
    }

    [Fact]
    public void Every_grain_method_names_who_may_call_it()
    {
        Assert.NotEmpty(GrainMethods());
        Assert.Empty(GrainMethods()
            .Where(method => (method.GetCustomAttribute<AllowedForAttribute>()?.Audience ?? Audience.None) == Audience.None)
            .Select(Named));
    }

    [Fact]
    public void Every_wire_type_has_an_alias() =>
        Assert.Empty(_types
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .Where(type => type.GetCustomAttribute<AliasAttribute>() is null)
            .Select(type => type.FullName));

    [Fact]
    public void Every_grain_key_is_text() =>
        Assert.Empty(GrainInterfaces()
            .Where(type => !type.IsAssignableTo(typeof(IGrainObserver)) && !type.IsAssignableTo(typeof(IGrainWithStringKey)))
            .Select(type => type.Name));

    private static string Named(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
