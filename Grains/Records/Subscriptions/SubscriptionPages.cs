using System.Collections.Immutable;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>The older events of one subscription: rows of their own that only its grain writes.</summary>
internal sealed class SubscriptionPages(IGrainStorage rows, GrainKey subscription)
{
    /// <summary>The events with numbers of the range that are kept, in their order.</summary>
    public async Task<ImmutableArray<SubscriptionEvent>> Range(SubscriptionState state, long first, long last)
    {
        first = Math.Max(first, SubscriptionRules.FirstKept(state));
        if (last < first)
            return [];
        var found = ImmutableArray.CreateBuilder<SubscriptionEvent>();
        for (var page = (int)((first - 1) / SubscriptionRules.PageEvents); page < state.SealedPages && ((long)page * SubscriptionRules.PageEvents) < last; page++)
            found.AddRange((await Load(page)).State?.Events ?? []);
        found.AddRange(state.Recent);
        return [.. found.Where(one => one.Number >= first && one.Number <= last)];
    }

    /// <summary>A page whose subscription could not be written after it is simply written again.</summary>
    public async Task Write(int number, ImmutableArray<SubscriptionEvent> events)
    {
        var row = await Load(number);
        row.State = new SubscriptionPage { Events = events };
        await rows.WriteStateAsync(SubscriptionPage.RowName, IdOf(number), row);
    }

    public async Task Forget(int first, int last)
    {
        for (var number = first; number < last; number++)
        {
            if (await Load(number) is { RecordExists: true } row)
                await rows.ClearStateAsync(SubscriptionPage.RowName, IdOf(number), row);
        }
    }

    private async Task<GrainState<SubscriptionPage>> Load(int number)
    {
        var row = new GrainState<SubscriptionPage>();
        await rows.ReadStateAsync(SubscriptionPage.RowName, IdOf(number), row);
        return row;
    }

    private GrainId IdOf(int number) => GrainId.Create(
        SubscriptionPage.RowName, GrainKey.For(subscription.Practice, string.Create(CultureInfo.InvariantCulture, $"{subscription.Id}/{number:D6}")));
}
