using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[GrainType("draft")]
public sealed class DraftGrain(
    [PersistentState("draft", DocumentQueries.Database)] IPersistentState<DraftState> stored) : Grain, IDraftGrain
{
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
        stored.State = new() { Draft = draft };
        await stored.WriteStateAsync();
        return Done.Value;
    }

    public async Task Discard()
    {
        RequireWriter();
        if (stored.RecordExists)
            await stored.ClearStateAsync();
    }

    private void RequireWriter()
    {
        var id = GrainKey.Parse(this.GetPrimaryKeyString()).Id;
        if (!id.StartsWith($"draft:{CallerScope.Required.UserId}:", StringComparison.Ordinal))
            throw new AccessRefusedException("A draft is its writer's only.");
    }
}
