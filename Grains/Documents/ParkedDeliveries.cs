using System.Data.Common;
using System.Globalization;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

/// <summary>Reads which deliveries were given up, from the documents that owe them.</summary>
public sealed class ParkedDeliveries(DocumentQueries queries)
{
    private const int PageSize = 50;

    private const string Rows = """
        select state, grain_key, item_id, kind, attempts, last_problem, created_at from parked_deliveries
        where practice = @practice and (created_at, grain_key, item_id) > (@createdAt, @key, @item)
        order by created_at, grain_key, item_id limit 51
        """;

    private const string Known = """
        select 1 from parked_deliveries
        where practice = @practice and state = @state and grain_key = @key and item_id = @item
        """;

    /// <summary>The oldest first.</summary>
    public async Task<ParkedPage> Page(string practice, string? after)
    {
        var cursor = after?.Split('~') is { Length: 3 } parts ? parts : ["", "", ""];
        var rows = await queries.List(
            Rows, Read, ("practice", practice), ("createdAt", cursor[0]), ("key", cursor[1]), ("item", cursor[2]));
        var shown = rows.Length > PageSize ? rows[..PageSize] : rows;
        return new(shown, rows.Length > PageSize ? CursorAt(practice, shown[^1]) : null);
    }

    public async Task<bool> Knows(string practice, string state, string key, string itemId)
    {
        var known = await queries.List(
            Known, row => 1, ("practice", practice), ("state", state), ("key", key), ("item", itemId));
        return !known.IsEmpty;
    }

    private static string CursorAt(string practice, ParkedRow row) =>
        $"{DocumentJson.TextOf(row.Delivery.CreatedAt)}~{GrainKey.For(practice, row.Owner.Id)}~{row.Delivery.ItemId}";

    private static ParkedRow Read(DbDataReader row) => new(
        new(row.GetString(0), GrainKey.Parse(row.GetString(1)).Id),
        new(
            row.GetString(2),
            row.GetString(3),
            row.GetInt32(4),
            row.GetString(5),
            DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)));
}
