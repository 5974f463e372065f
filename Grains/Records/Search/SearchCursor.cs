using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Portal.Grains.Records.Search;

/// <summary>
/// Where a page ended: what its last resource is sorted by. The next page goes on behind that, whatever was added or
/// taken away meanwhile. Sealed nowhere: who changes it sees other resources of the same answer, never others' ones.
/// </summary>
internal static class SearchCursor
{
    public static string Of(ImmutableArray<string> key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key.AsSpan().ToArray()));

    /// <summary>The key in the cursor; none when there is no cursor or it is not one of ours.</summary>
    public static ImmutableArray<string>? Read(string? cursor, int parts)
    {
        if (cursor is null || !Base64Url.IsValid(cursor))
            return null;
        try
        {
            var key = JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)));
            return key?.Length == parts ? [.. key] : null;
        }
        catch (JsonException)
        {
            // Somebody typed it: the answer begins at its first page.
            return null;
        }
    }
}
