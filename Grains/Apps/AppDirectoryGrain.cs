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
    private const char Between = '~';
    private const string OfPeople = "people";
    private const string OfPrograms = "programs";

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

    public async Task<SubscriptionRows> Subscriptions(string? after)
    {
        var (ofPeople, before) = after?.Split(Between) is [var kind, { Length: > 0 } id] ? (kind == OfPeople ? 1 : 0, id) : (-1, "");
        var found = await queries.List(
            """
            select id, app, user_id, app_id, topic, channel, endpoint, status
            from (
                select held.id, coalesce(app.name, held.app_id) as app, held.user_id, held.app_id, held.topic, held.channel, held.endpoint, held.status,
                       case when held.app_id is null or held.app_id = held.user_id then 0 else 1 end as of_people
                from subscription_index held left join app_index app on app.practice = held.practice and app.id = held.app_id
                where held.practice = @practice and held.live = 1
            ) told
            where of_people > @of_people or (of_people = @of_people and id < @before)
            order by of_people, id desc
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
            ("of_people", ofPeople),
            ("before", before),
            ("limit", AppLimits.Listed + 1));
        if (found.Length <= AppLimits.Listed)
            return new(found, null);
        var last = found[AppLimits.Listed - 1];
        return new(found[..AppLimits.Listed], $"{(last.OfPerson ? OfPeople : OfPrograms)}{Between}{last.Id}");
    }

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
