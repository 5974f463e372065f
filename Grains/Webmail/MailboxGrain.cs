using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Webmail;

[GrainType("mailbox")]
public sealed class MailboxGrain(
    [PersistentState("mailbox", DocumentQueries.Database)] IPersistentState<MailboxState> stored, DocumentServices services)
    : DocumentGrain<MailboxState>(stored, services), IMailboxGrain
{
    public const string NoticeDelivery = "mail.notice";

    public Task<Result<Done>> Arrived(string itemId, string patientId) =>
        Decide(itemId, state => MailboxRules.Arrived(state, itemId, patientId, Now));

    public async Task Looked()
    {
        if (Key.Id != MailOwner.User(CallerScope.Required.UserId))
            throw new AccessRefusedException("A mailbox is looked at by its owner.");
        if (State.ToldAt is not null)
            await Commit(State with { ToldAt = null });
    }
}

public static class MailboxRules
{
    public static Decision<MailboxState, Done> Arrived(MailboxState state, string itemId, string patientId, DateTimeOffset now)
    {
        if (state.ToldAt is not null)
            return Unchanged(state, Done.Value);
        var told = (state with { ToldAt = now })
            .Owe(itemId, MailboxGrain.NoticeDelivery, patientId, new MessageNotice(patientId), now);
        return Next(told, Done.Value);
    }
}
