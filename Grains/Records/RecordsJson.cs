using System.Text.Json.Serialization;

namespace Portal.Grains.Records;

[JsonSerializable(typeof(ResourceState))]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportChunkState))]
internal sealed partial class RecordsJson : JsonSerializerContext;
