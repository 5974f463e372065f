using System.Globalization;

namespace Portal.Grains.Interfaces.Audit;

/// <summary>Where a page of the trail ended: time and number of its last entry.</summary>
public static class AuditCursor
{
    private const char Between = '~';

    /// <summary>The cursor behind an entry.</summary>
    /// <param name="at">Its time, as it is stored.</param>
    /// <param name="number">Its number.</param>
    public static string Of(string at, long number) => string.Create(CultureInfo.InvariantCulture, $"{at}{Between}{number}");

    /// <summary>Reads a cursor; false when it is none.</summary>
    public static bool TryRead(string? cursor, out string at, out long number)
    {
        var parts = cursor?.Split(Between) ?? [];
        at = parts.Length == 2 ? parts[0] : "";
        number = 0;
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
