using System.Text.Json.Serialization;

namespace Portal.Grains.Apps;

[JsonSerializable(typeof(AppState))]
[JsonSerializable(typeof(AppGrantsState))]
internal sealed partial class AppsJson : JsonSerializerContext;
