using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Apps;

[StatelessWorker, GrainType("app-directory")]
public sealed class AppDirectoryGrain(DocumentQueries queries, TimeProvider time) : Grain, IAppDirectoryGrain
{
    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public Task<ImmutableArray<AppRow>> List() => queries.List(
        """
        select id, name, launch_url, stopped, last_used_at,
               (select count(distinct user_id) from app_grant held where held.practice = @practice and held.app_id = app.id and held.until > @now)
        from app_index app
        where practice = @practice
        order by name, id
        limit @limit
        """,
        row => new AppRow(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetInt32(3) != 0,
            row.IsDBNull(4) ? null : DateTimeOffset.Parse(row.GetString(4), CultureInfo.InvariantCulture),
            Convert.ToInt32(row.GetValue(5), CultureInfo.InvariantCulture)),
        ("practice", Practice),
        ("now", DocumentJson.TextOf(time.GetUtcNow())),
        ("limit", AppLimits.Listed));

    public Task<ImmutableArray<SubscriptionRow>> Subscriptions() => queries.List(
        """
        select held.id, coalesce(app.name, held.app_id), held.user_id, held.app_id, held.topic, held.channel, held.endpoint, held.status
        from subscription_index held left join app_index app on app.practice = held.practice and app.id = held.app_id
        where held.practice = @practice and held.live = 1
        order by held.id desc
        limit @limit
        """,
        row => new SubscriptionRow(
            row.GetString(0),
            row.IsDBNull(1) ? null : row.GetString(1),
            !row.IsDBNull(3) && row.GetString(2) != row.GetString(3),
            row.GetString(4),
            Enum.Parse<NoticeChannel>(row.GetString(5)),
            row.GetString(6),
            Enum.Parse<SubscriptionStatus>(row.GetString(7))),
        ("practice", Practice),
        ("limit", AppLimits.Listed));

    public async Task<ImmutableArray<string>> Origins()
    {
        var redirects = await queries.List(
            "select redirects from app_index where practice = @practice and stopped = 0",
            row => row.GetString(0),
            ("practice", Practice));
        return
        [
            .. redirects
                .SelectMany(list => JsonSerializer.Deserialize<ImmutableArray<string>>(list, DocumentJson.Options))
                .Select(url => new Uri(url))
                .Where(url => url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
                .Select(url => url.GetLeftPart(UriPartial.Authority))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
