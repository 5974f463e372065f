using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Practices;

[GrainType("practice")]
public sealed class PracticeGrain(
    [PersistentState("practice", DocumentQueries.Database)] IPersistentState<PracticeState> stored, DocumentServices services)
    : DocumentGrain<PracticeState>(stored, services), IPracticeGrain
{
    public Task<PracticeCard?> Card() =>
        Task.FromResult(PracticeRules.Exists(State) ? State.Card(Key.Practice) : null);

    public Task<PracticeView?> View()
    {
        if (!PracticeRules.Exists(State))
            return Task.FromResult<PracticeView?>(null);
        var view = State.View(Key.Practice);
        // Patients learn who works here from the providers and the inboxes; roles, user ids and addresses are the practice's own.
        var mayKnowStaff = CallerScope.Required.Is(Audience.Staff | Audience.Integrator | Audience.System);
        return Task.FromResult<PracticeView?>(mayKnowStaff ? view : ForPatients(view));
    }

    public Task<PracticePolicies> Policies() => Task.FromResult(State.Policies);

    public Task<StaffMember?> Member(string userId) =>
        Task.FromResult(State.Staff.FirstOrDefault(member => member.UserId == userId));

    public Task<MailReception> ReceptionOf(string owner) => Task.FromResult(PracticeRules.ReceptionOf(State, owner));

    public Task<Result<Done>> SaveProfile(SaveProfile command) =>
        Decide(Asked(command.RequestId, "profile", command), state => PracticeRules.SaveProfile(state, Key.Practice, command.Card));

    public Task<Result<Done>> SaveLocation(SaveLocation command) =>
        Decide(Asked(command.RequestId, "location", command), state => RosterRules.SaveLocation(state, command.Location));

    public Task<Result<Done>> SaveProvider(SaveProvider command) =>
        Decide(Asked(command.RequestId, "provider", command), state => RosterRules.SaveProvider(state, command.Provider));

    public Task<Result<Done>> SaveChair(SaveChair command) =>
        Decide(Asked(command.RequestId, "chair", command), state => RosterRules.SaveChair(state, command.Chair));

    public Task<Result<Done>> SaveStaffMember(SaveStaffMember command) =>
        Decide(Asked(command.RequestId, "staff", command), state => StaffRules.Save(state, command.Member, Services.Ids.New(), Now));

    public Task<Result<Done>> RemoveStaffMember(string requestId, string userId) =>
        Decide(Asked(requestId, "staff.remove", userId), state => StaffRules.Remove(state, userId, Services.Ids.New(), Now));

    public Task<Result<Done>> SavePool(SavePool command) =>
        Decide(Asked(command.RequestId, "pool", command), state => RosterRules.SavePool(state, command.Pool));

    public Task<Result<Done>> SetPolicies(SetPolicies command) =>
        Decide(Asked(command.RequestId, "policies", command), state => PracticeRules.SetPolicies(state, command.Policies));

    /// <summary>
    /// What an import tells is in the record as it came; what people change here is written into it. Of the staff no import
    /// tells.
    /// </summary>
    protected override PracticeState Owing(PracticeState before, PracticeState next)
    {
        var changes = CallerScope.Current?.Is(Audience.System) is not false
            ? RosterChanges.BetweenStaff(before.Staff, next.Staff).ToImmutableArray()
            : RosterChanges.Between(before.View(Key.Practice), next.View(Key.Practice));
        return changes.IsEmpty ? next : next.Owe(Services.Ids.New(), ReflectRosterDelivery.Kind, RecordId.PracticeWide, changes, Now);
    }

    private static PracticeView ForPatients(PracticeView view) =>
        view with { Staff = [], Providers = [.. view.Providers.Select(provider => provider with { Email = "" })] };
}
