using System.Collections.Immutable;
using System.Text.Json;

namespace Portal.Grains.Interfaces.Records;

/// <summary>Resources on their way into the record, as a file: too much for a document, and needed whole.</summary>
public static class PackedDrafts
{
    /// <summary>The file's content.</summary>
    public static byte[] Pack(ImmutableArray<ResourceDraft> drafts) => JsonSerializer.SerializeToUtf8Bytes(drafts, JsonSerializerOptions.Web);

    /// <summary>What the file holds.</summary>
    public static ImmutableArray<ResourceDraft> Unpack(byte[] content) =>
        JsonSerializer.Deserialize<ImmutableArray<ResourceDraft>>(content, JsonSerializerOptions.Web);
}
