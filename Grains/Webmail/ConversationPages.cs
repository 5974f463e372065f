using System.Collections.Immutable;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>The sealed pages of one conversation: rows of their own that only its grain writes, each with the same content for ever.</summary>
internal sealed class ConversationPages(IGrainStorage rows, GrainKey conversation)
{
    /// <summary>Pages are small for the writer's sake; a reader is shown some of them together.</summary>
    private const int ShownTogether = 4;

    /// <summary>The first of the pages that are shown together with the given one, which is the newest of them.</summary>
    public static int FirstShownWith(int page) => Math.Max(0, page - ShownTogether + 1);

    public async Task<ImmutableArray<Message>> Read(int number)
    {
        var row = new GrainState<ConversationPage>();
        await rows.ReadStateAsync(ConversationPage.RowName, IdOf(number), row);
        return row.State?.Messages ?? [];
    }

    /// <summary>The messages of the pages from the first up to, but without, the last, oldest first.</summary>
    public async Task<ImmutableArray<Message>> ReadRange(int first, int last)
    {
        var pages = await Task.WhenAll(Enumerable.Range(first, last - first).Select(number => Read(number)));
        return [.. pages.SelectMany(page => page)];
    }

    /// <summary>A page whose conversation could not be written after it is simply written again.</summary>
    public async Task Write(int number, ImmutableArray<Message> messages)
    {
        var row = new GrainState<ConversationPage>();
        await rows.ReadStateAsync(ConversationPage.RowName, IdOf(number), row);
        row.State = new ConversationPage { Messages = messages };
        await rows.WriteStateAsync(ConversationPage.RowName, IdOf(number), row);
    }

    private GrainId IdOf(int number) => GrainId.Create(
        ConversationPage.RowName, GrainKey.For(conversation.Practice, string.Create(CultureInfo.InvariantCulture, $"{conversation.Id}/{number:D6}")));
}
