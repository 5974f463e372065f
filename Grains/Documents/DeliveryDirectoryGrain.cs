using System.Data.Common;
using System.Globalization;
using Orleans.Concurrency;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Documents;

[GrainType("delivery-directory"), StatelessWorker]
public sealed class DeliveryDirectoryGrain(DocumentQueries queries) : Grain, IDeliveryDirectoryGrain
{
    private const int PageSize = 50;

    private const string Page = """
        select state, grain_key, item_id, kind, attempts, last_problem, created_at from parked_deliveries
        where practice = @practice and (created_at, grain_key, item_id) > (@createdAt, @key, @item)
        order by created_at, grain_key, item_id limit 51
        """;

    private const string Known = """
        select 1 from parked_deliveries
        where practice = @practice and state = @state and grain_key = @key and item_id = @item
        """;

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<ParkedPage> Parked(string? after)
    {
        var cursor = after?.Split('~') is { Length: 3 } parts ? parts : ["", "", ""];
        var rows = await queries.List(
            Page, Read, ("practice", Practice), ("createdAt", cursor[0]), ("key", cursor[1]), ("item", cursor[2]));
        var shown = rows.Length > PageSize ? rows[..PageSize] : rows;
        return new(shown, rows.Length > PageSize ? CursorAt(shown[^1]) : null);
    }

    public async Task<Result<Done>> Retry(DeliveryOwner owner, string itemId)
    {
        if (!GrainKey.TryParse($"{Practice}/{owner.Id}", out var parsed))
            return UnknownItem;
        var key = parsed.ToString();
        var known = await queries.List(
            Known, row => 1, ("practice", Practice), ("state", owner.State), ("key", key), ("item", itemId));
        if (known.IsEmpty)
            return UnknownItem;
        return await GrainFactory.GetGrain<IOutboxOwner>(GrainId.Create(owner.State, key)).Retry(itemId);
    }

    private static Problem UnknownItem => new("outbox.unknown_item", "This delivery is not waiting any more. Reload the page.");

    private string CursorAt(ParkedRow row) =>
        $"{DocumentJson.TextOf(row.Delivery.CreatedAt)}~{GrainKey.For(Practice, row.Owner.Id)}~{row.Delivery.ItemId}";

    private static ParkedRow Read(DbDataReader row) => new(
        new(row.GetString(0), GrainKey.Parse(row.GetString(1)).Id),
        new(
            row.GetString(2),
            row.GetString(3),
            row.GetInt32(4),
            row.GetString(5),
            DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)));
}
