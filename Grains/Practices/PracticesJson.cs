using System.Text.Json.Serialization;

namespace Portal.Grains.Practices;

[JsonSerializable(typeof(PracticeState))]
internal sealed partial class PracticesJson : JsonSerializerContext;
