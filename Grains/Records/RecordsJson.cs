using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Export;

namespace Portal.Grains.Records;

[JsonSerializable(typeof(ResourceState))]
[JsonSerializable(typeof(ImmutableArray<RosterChange>))]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportChunkState))]
[JsonSerializable(typeof(ExportState))]
[JsonSerializable(typeof(Copies.RecordCopyState))]
[JsonSerializable(typeof(Copies.RecordCopyMail))]
[JsonSerializable(typeof(Copies.SentCopiesState))]
[JsonSerializable(typeof(Received.ReceivedDocumentState))]
[JsonSerializable(typeof(Received.ReceivedDrafts))]
internal sealed partial class RecordsJson : JsonSerializerContext;
