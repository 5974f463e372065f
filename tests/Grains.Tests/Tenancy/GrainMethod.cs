using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Metadata;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Tests.Tenancy;

/// <summary>A method of a contract on one of the grains that promise it: found by reflection, so that none is forgotten.</summary>
public sealed record GrainMethod(Type Grain, MethodInfo Method)
{
    /// <summary>Ids that a grain needs in a shape of its own; any other is content with a word.</summary>
    private static readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal)
    {
        ["IDayBookGrain"] = "main:2026-11-23",
    };

    public static ImmutableArray<GrainMethod> All { get; } =
    [
        .. from grain in typeof(DocumentState).Assembly.GetTypes()
           where grain is { IsAbstract: false, IsClass: true } && grain.IsAssignableTo(typeof(IGrainBase)) && TypeName(grain) is not null
           from contract in grain.GetInterfaces()
           where contract.Assembly == typeof(GrainKey).Assembly && contract.IsAssignableTo(typeof(IGrainWithStringKey))
           from method in contract.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where !method.IsStatic
           orderby grain.Name, method.Name
           select new GrainMethod(grain, method),
    ];

    public Audience AllowedFor => Method.GetCustomAttribute<AllowedForAttribute>()?.Audience ?? Audience.None;

    /// <summary>Nobody hears how a one-way call ends.</summary>
    public bool IsOneWay => Method.GetCustomAttribute<OneWayAttribute>() is not null;

    public async Task Call(PortalCluster cluster, string practice)
    {
        var contract = cluster.Client.ServiceProvider.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceType(Method.DeclaringType!);
        var grain = cluster.Client.GetGrain(GrainId.Create(TypeName(Grain)!, GrainKey.For(practice, Id)), contract);
        var arguments = Method.GetParameters().Select(parameter => Default(parameter.ParameterType)).ToArray();
        await (Task)Method.Invoke(grain, arguments)!;
    }

    public override string ToString() => $"{Grain.Name}.{Method.Name}";

    private string Id
    {
        get
        {
            var contracts = Grain.GetInterfaces().Where(contract => contract.Assembly == typeof(GrainKey).Assembly).ToArray();
            return contracts.Select(contract => contract.GetField("Id")?.GetValue(null) as string).FirstOrDefault(id => id is not null)
                ?? contracts.Select(contract => _ids.GetValueOrDefault(contract.Name)).FirstOrDefault(id => id is not null)
                ?? "sample";
        }
    }

    private static string? TypeName(Type grain) =>
        (string?)grain.GetCustomAttributesData()
            .FirstOrDefault(data => data.AttributeType == typeof(GrainTypeAttribute))?.ConstructorArguments[0].Value;

    private static object? Default(Type type) => type switch
    {
        { IsValueType: false } => type == typeof(string) ? "x" : null,
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) =>
            type.GetField(nameof(ImmutableArray<int>.Empty))!.GetValue(null),
        _ => Activator.CreateInstance(type),
    };
}
