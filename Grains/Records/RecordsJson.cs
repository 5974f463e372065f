using System.Text.Json.Serialization;
using Portal.Grains.Records.Export;

namespace Portal.Grains.Records;

[JsonSerializable(typeof(ResourceState))]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportChunkState))]
[JsonSerializable(typeof(ExportState))]
internal sealed partial class RecordsJson : JsonSerializerContext;
