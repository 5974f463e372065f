using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;

namespace Portal.Grains.Access;

public static class AccessServices
{
    /// <summary>What the grains of this feature need in a silo.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<PasswordHashing>()
        .AddKeyedSingleton<IDelivery, NameDelivery>(NameDelivery.Kind)
        .AddKeyedSingleton<IDelivery, AccessUsedDelivery>(AccessUsedDelivery.Kind);
}
