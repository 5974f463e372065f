using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

[JsonSerializable(typeof(SubscriptionState))]
[JsonSerializable(typeof(SubscriptionPage))]
[JsonSerializable(typeof(RecordFeedState))]
[JsonSerializable(typeof(ResourceChange))]
internal sealed partial class SubscriptionsJson : JsonSerializerContext;
