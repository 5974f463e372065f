using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
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

    /// <summary>The call filters look at what is promised in Grains.Interfaces only.</summary>
    [Fact]
    public void No_grain_promises_anything_elsewhere() =>
        Assert.Empty(typeof(DocumentState).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .Select(type => type.FullName));

    /// <summary>Or it is one of the few that concern no patient, or several.</summary>
    [Fact]
    public void Every_grain_with_audited_methods_tells_which_patient_they_concern()
    {
        string[] ofNobody = ["IPracticeGrain", "IDayBookGrain", "IImportGrain", "IExportGrain", "IOutboxOwner", "IAppGrain"];
        string[] byTheirKey = ["IPatientGrain", "IRecordGrain", "IRecordWriterGrain"];

        var silent =
            from grain in typeof(DocumentState).Assembly.GetTypes()
            where grain.IsClass && !grain.IsAbstract && grain.GetCustomAttribute<StatelessWorkerAttribute>() is null
                && !grain.IsAssignableTo(typeof(IAboutPatient))
            from contract in grain.GetInterfaces()
            where contract.Assembly == typeof(GrainKey).Assembly && !ofNobody.Concat(byTheirKey).Contains(contract.Name)
                && contract.GetMethods().Any(method => method.GetCustomAttribute<AuditedAttribute>() is not null)
            select grain.Name;

        Assert.Empty(silent);
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
