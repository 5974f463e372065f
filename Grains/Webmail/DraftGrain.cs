using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[GrainType("draft")]
public sealed class DraftGrain(
    [PersistentState("draft", DocumentQueries.Database)] IPersistentState<DraftState> stored, TimeProvider time) : Grain, IDraftGrain
{
    private const int RememberedEnds = 8;

    /// <summary>The ids of what was sent or thrown away. In memory only: a save that was under way then comes within seconds.</summary>
    private readonly Queue<string> _ended = new();

    public Task<Draft?> Read()
    {
        RequireWriter();
        return Task.FromResult(stored.RecordExists ? stored.State.Draft : null);
    }

    public async Task<Result<Done>> Save(Draft draft)
    {
        RequireWriter();
        // Half-written letters may be over the limits of a sent one by a little; far over is not a letter.
        if (draft.Body.Length > 2 * WebmailLimits.Body || draft.Subject.Length > 2 * WebmailLimits.Subject)
            return new Problem("webmail.too_long", $"The draft is too long to be kept; {WebmailLimits.Body} characters can be sent.", "Body");
        if (draft.Body.Contains('\0', StringComparison.Ordinal) || draft.Subject.Contains('\0', StringComparison.Ordinal))
            return new Problem("webmail.bad_character", "The draft has a character that cannot be stored.", "Body");
        if (draft.RequestId is { } requestId && _ended.Contains(requestId))
            return new Problem(DraftLimits.Ended, "This draft was sent or thrown away already. What stands here is no longer kept, but it can still be sent.", "Body");
        stored.State = new() { Draft = draft with { KeptAt = time.GetUtcNow() } };
        await stored.WriteStateAsync();
        return Done.Value;
    }

    public async Task Discard(string requestId)
    {
        RequireWriter();
        _ended.Enqueue(requestId);
        if (_ended.Count > RememberedEnds)
            _ended.Dequeue();
        // What another window of the same form keeps under an id of its own is not this one's to forget.
        if (stored.RecordExists && (stored.State.Draft?.RequestId is not { } kept || kept == requestId))
            await stored.ClearStateAsync();
    }

    private void RequireWriter()
    {
        var id = GrainKey.Parse(this.GetPrimaryKeyString()).Id;
        if (!id.StartsWith($"draft:{CallerScope.Required.UserId}:", StringComparison.Ordinal))
            throw new AccessRefusedException("A draft is its writer's only.");
    }
}
