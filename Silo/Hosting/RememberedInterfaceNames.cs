using System.Collections.Concurrent;
using Orleans.Metadata;

namespace Portal.Silo.Hosting;

/// <summary>
/// Remembers under which name Orleans knows an interface of grains. Orleans works it out of the type by reflection
/// whenever a grain is asked for, which was a tenth of what a read of a resource costs.
/// </summary>
internal sealed class RememberedInterfaceNames(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _names = [];

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = _names.GetOrAdd(type, WorkOut);
        return true;
    }

    private GrainInterfaceType WorkOut(Type type)
    {
        foreach (var provider in services.GetServices<IGrainInterfaceTypeProvider>())
        {
            if (provider != this && provider.TryGetGrainInterfaceType(type, out var name))
                return name;
        }

        return services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention(type);
    }
}

internal static class RememberedInterfaceNamesRegistration
{
    /// <summary>Before all others: the first provider that knows a name is the last one asked.</summary>
    public static void RememberInterfaceNames(this IServiceCollection services) =>
        services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, RememberedInterfaceNames>());
}
