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
    public const string StaffNoticeDelivery = "mail.staff_notice";

    private const string OwnerPrefix = "user:";

    public Task<Result<Done>> Arrived(string itemId, string patientId) =>
        Decide(Asked(itemId, "arrived"), state => MailboxRules.Arrived(state, itemId, patientId, Now));

    public Task<Result<Done>> ArrivedForStaff(string itemId) => Decide(
        Asked(itemId, "arrived.staff"), state => MailboxRules.ArrivedForStaff(state, Services.Ids.New(), Key.Id[OwnerPrefix.Length..], Now));

    public Task<bool> WasTold() => Task.FromResult(State.ToldAt is not null);

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
    public static Decision<MailboxState, Done> Arrived(MailboxState state, string itemId, string patientId, DateTimeOffset now) =>
        Tell(state, now, told => told.Owe(itemId, MailboxGrain.NoticeDelivery, patientId, new MessageNotice(patientId), now));

    /// <param name="state">The mailbox.</param>
    /// <param name="noticeId">One message may be told to several people, each in a notice of its own.</param>
    /// <param name="userId">Whose mailbox it is.</param>
    /// <param name="now">The time.</param>
    public static Decision<MailboxState, Done> ArrivedForStaff(MailboxState state, string noticeId, string userId, DateTimeOffset now) =>
        Tell(state, now, told => told.Owe(noticeId, MailboxGrain.StaffNoticeDelivery, userId, Done.Value, now));

    private static Decision<MailboxState, Done> Tell(MailboxState state, DateTimeOffset now, Func<MailboxState, MailboxState> owe) =>
        state.ToldAt is null ? Next(owe(state with { ToldAt = now }), Done.Value) : Unchanged(state, Done.Value);
}
