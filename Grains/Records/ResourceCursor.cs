using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>Where a page of resources ended: the date and the id of its last row.</summary>
internal static class ResourceCursor
{
    private const char Between = '~';

    public static string Of(ResourceRow row) => $"{row.Date}{Between}{row.Id}";

    public static (string Date, string Id) Read(string? cursor)
    {
        var at = cursor?.IndexOf(Between, StringComparison.Ordinal) ?? -1;
        return at < 0 ? ("", "") : (cursor![..at], cursor[(at + 1)..]);
    }
}
