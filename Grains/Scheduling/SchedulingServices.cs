using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Scheduling;

public static class SchedulingServices
{
    public static IServiceCollection AddScheduling(this IServiceCollection services) => services
        .AddSingleton<StandingClaims>()
        .AddKeyedSingleton<IDelivery, ReflectVisitDelivery>(ReflectVisitDelivery.Kind)
        .AddKeyedSingleton<IDelivery, ReleaseTimeDelivery>(Placement.ReleaseDelivery)
        .AddKeyedSingleton<IDelivery, OpenRestDelivery>(DayBookRules.OpenRestDelivery);
}
