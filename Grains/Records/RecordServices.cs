using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;
using Portal.Grains.Records.Copies;
using Portal.Grains.Records.Export;
using Portal.Grains.Records.Received;
using Portal.Grains.Records.Reflection;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Records;

public static class RecordServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddKeyedSingleton<IDelivery, CountDelivery>(CountDelivery.Kind)
        .AddKeyedSingleton<IDelivery, ReflectRosterDelivery>(ReflectRosterDelivery.Kind)
        .AddKeyedSingleton<IDelivery, ExpireDelivery>(ExpireDelivery.Kind)
        .AddKeyedSingleton<IDelivery, RecordCopyDelivery>(RecordCopyRules.Delivery)
        .AddKeyedSingleton<IDelivery, ReceivedDocumentDelivery>(ReceivedDocumentRules.Delivery)
        .AddKeyedSingleton<IDelivery, ChangeDelivery>(ChangeDelivery.Kind)
        .AddKeyedSingleton<IDelivery, AppEndedDelivery>(AppEndedDelivery.Kind);
}
