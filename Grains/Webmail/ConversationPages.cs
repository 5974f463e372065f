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

    /// <summary>
    /// The message that was sent under a request's id. Nothing was sent under an id before it was drawn, and the id tells
    /// when that was: mostly the open page is enough.
    /// </summary>
    public async Task<Message?> SentUnder(string requestId, ImmutableArray<Message> open, int sealedPages)
    {
        var drawnAt = Ulid.TryParse(requestId, out var id) ? id.Time : DateTimeOffset.MinValue;
        var messages = open;
        for (var page = sealedPages; ; page--)
        {
            if (messages.FirstOrDefault(message => message.Id == requestId) is { } sent)
                return sent;
            // What was imported takes its place by a time of its own and says nothing about the pages before.
            if (page == 0 || messages.Any(message => message.AuthorUserId.Length > 0 && message.SentAt < drawnAt))
                return null;
            messages = await Read(page - 1);
        }
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
