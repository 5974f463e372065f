using System.Text.Json.Serialization;

namespace Portal.Grains.Sharing;

[JsonSerializable(typeof(HealthLinkState))]
[JsonSerializable(typeof(HealthLinkContent))]
internal sealed partial class SharingJson : JsonSerializerContext;
