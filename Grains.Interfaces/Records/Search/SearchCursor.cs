using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>
/// Where a page ended: what its last resource is sorted by. The next page goes on behind that, whatever was added or
/// taken away meanwhile. Sealed nowhere: who changes it sees other resources of the same answer, never others' ones.
/// </summary>
public static class SearchCursor
{
    /// <summary>Place in the order, type and id, of a patient's whole record.</summary>
    public const int EverythingParts = 3;

    /// <summary>Patient and id, of a search through all patients.</summary>
    public const int DirectoryParts = 2;

    /// <summary>The cursor behind a resource that is sorted by these parts.</summary>
    public static string Of(ImmutableArray<string> key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key.AsSpan().ToArray()));

    /// <summary>Whether the cursor can have come with an answer to this search.</summary>
    public static bool IsOf(ResourceSearch search, string cursor) =>
        Read(cursor, PartsOf(search.Sort)) is not null || Read(cursor, DirectoryParts) is not null;

    /// <summary>What a page is sorted by, and the id.</summary>
    public static int PartsOf(ImmutableArray<SearchSort> sort) => sort.Length + 1;

    /// <summary>The key in the cursor; none when there is no cursor or it is not one of ours.</summary>
    public static ImmutableArray<string>? Read(string? cursor, int parts)
    {
        if (cursor is null || !Base64Url.IsValid(cursor))
            return null;
        try
        {
            var key = JsonSerializer.Deserialize<string?[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)));
            return key?.Length == parts && Array.TrueForAll(key, part => part is not null) ? [.. key.OfType<string>()] : null;
        }
        catch (JsonException)
        {
            // Somebody typed it.
            return null;
        }
    }
}
