using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;

namespace Portal.Grains.Sharing;

public static class SharingServices
{
    /// <summary>What the grains of this feature need in a silo.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddKeyedSingleton<IDelivery, RemoveFileDelivery>(HealthLinkRules.RemoveFile)
        .AddKeyedSingleton<IDelivery, ForgetLinkDelivery>(HealthLinkRules.Forget);
}
