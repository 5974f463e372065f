using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Access;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Sharing;

namespace Portal.Grains.Sharing;

[GrainType("health_link")]
public sealed class HealthLinkGrain(
    [PersistentState("health_link", DocumentQueries.Database)] IPersistentState<HealthLinkState> stored,
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage rows,
    DocumentServices services,
    DocumentQueries queries,
    PasswordHashing hashing)
    : DocumentGrain<HealthLinkState>(stored, services), IHealthLinkGrain, IAboutPatient
{
    private const int TicketBytes = 32;

    private HealthLinkFiles Files => field ??= new(rows, Key);

    public string? AboutPatient => State.PatientId;

    public async Task<Result<Done>> Make(MakeHealthLink command)
    {
        if (!await MayBeSeen(command.PatientId))
            return HealthLinkRules.Nobody;
        var passcode = HealthLinkRules.PasscodeOf(command.Passcode);
        // The passcode is no content of the request, and the file is encrypted anew each time it is sent.
        var request = Asked(command.RequestId, "make", new { command.PatientId, command.Label, command.Life, command.ViewOnce });
        if (RequestRing.TryAnswer<Done>(State, request, out var told))
            return told.Succeeded && !await HasPasscode(passcode) ? RequestRing.Reused : told;
        var problems = HealthLinkRules.Problems(State, command, await OthersOpen(command.PatientId));
        if (!problems.IsEmpty)
            return problems;
        var hash = passcode.Length > 0 ? await hashing.Hash(passcode) : null;
        var making = new LinkMaking(Key.Id, CallerScope.Required.Name, hash, Services.Ids.New(), Now, CallerScope.Required.PatientId);
        // First the place and the duty to tidy up, then the file, then the link: a crash leaves neither a file for ever
        // nor a link without one. Of two that take their places at the same moment at least one sees the other.
        await Commit(HealthLinkRules.Begun(command, making));
        if (HealthLinkRules.IsFull(await OthersOpen(command.PatientId)))
            return await GiveUp();
        await Files.Write(command.File);
        return await Decide(request, state => HealthLinkRules.Make(state, command, making));
    }

    public async Task<HealthLinkView?> View()
    {
        if (!HealthLinkRules.IsMade(State) || !await MayBeSeen(State.PatientId))
            return null;
        var hasFile = await Files.IsThere(queries);
        return HealthLinkRules.View(State, Key.Id, hasFile, Now);
    }

    public async Task<Result<Done>> Revoke(string requestId) => await MayBeSeen(State.PatientId)
        ? await Decide(Asked(requestId, "revoke"), state => HealthLinkRules.Revoke(state, Now))
        : HealthLinkRules.Unknown;

    public async Task<Result<HealthLinkFile>?> Open(OpenHealthLink command)
    {
        var now = Now;
        if (!HealthLinkRules.IsMade(State))
            AuditedCall.AboutNothing();
        if (!HealthLinkRules.IsOpen(State, now) || await HasEndedWithItsMaker())
            return null;
        var passcode = HealthLinkRules.PasscodeOf(command.Passcode);
        if (State.PasscodeHash is not null && passcode.Length == 0)
            return HealthLinkRules.WrongPasscode;
        if (State.PasscodeHash is not null && !await HasPasscode(passcode))
        {
            await Commit(HealthLinkRules.Failed(State, now));
            return HealthLinkRules.WrongPasscode;
        }

        if (await Files.Read() is not { } file)
            return null;
        var ticket = file.Length > command.EmbeddedLengthMax ? NewTicket() : null;
        await Commit(HealthLinkRules.Opened(State, command.Recipient, ticket is null ? null : HashOf(ticket), now));
        return new HealthLinkFile(ticket is null ? file : null, ticket, State.MadeAt);
    }

    public async Task<string?> Fetch(string ticket)
    {
        var now = Now;
        if (!HealthLinkRules.IsMade(State))
            AuditedCall.AboutNothing();
        if (!HealthLinkRules.IsOpen(State, now) || HealthLinkRules.Redeemed(State, HashOf(ticket), now) is null || await HasEndedWithItsMaker()
            || HealthLinkRules.Redeemed(State, HashOf(ticket), now) is not { } next)
        {
            return null;
        }

        if (await Files.Read() is not { } file)
            return null;
        await Commit(next);
        return file;
    }

    public Task<int> AttemptsLeft() =>
        Task.FromResult(HealthLinkRules.IsOpen(State, Now) ? HealthLinkRules.AttemptsLeft(State) : 0);

    /// <summary>What broke off while it was made, and what ended long ago, is kept for nobody.</summary>
    public override async Task Drain()
    {
        await base.Drain();
        if (HealthLinkRules.IsForgotten(State, Now))
            await Discard();
    }

    protected override void Announce(HealthLinkState before, HealthLinkState after)
    {
        if (after is { PatientId: { } patient, BeingMade: false })
            Services.Publish(Key.Practice, LiveTopic.HealthLinks(patient));
    }

    private async ValueTask<bool> MayBeSeen(string? patientId)
    {
        if (!FieldChecks.IsId(patientId))
            return false;
        if (CallerScope.Required.PatientId is { } viewer
            && await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId!)).MayBeSeenBy(viewer))
        {
            return true;
        }

        AuditedCall.About([patientId!]);
        return AuditedCall.Refuse();
    }

    /// <summary>
    /// A link is no better than the right of who made it: it ends where the maker may not see the patient any more, or has no
    /// access here. It might go on with nobody who can revoke it.
    /// </summary>
    private async Task<bool> HasEndedWithItsMaker()
    {
        // One of before it was noted is taken as the patient's own.
        var makerId = State.MakerId ?? State.PatientId!;
        using (CallerScope.Use(Caller.System(Key.Practice)))
        {
            var maker = Services.Grains.GetGrain<IPortalUserGrain>(GrainKey.For(Key.Practice, PortalUserId.ForPatient(makerId)));
            if (await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, State.PatientId!)).MayBeSeenBy(makerId)
                && (await maker.Standing()).State is not OnlineAccessState.Removed)
            {
                return false;
            }
        }

        await Decide(Asked(Services.Ids.New(), "revoke"), state => HealthLinkRules.Revoke(state, Now));
        return true;
    }

    /// <summary>It gives its place back; an earlier try may have left a file.</summary>
    private async Task<Problem> GiveUp()
    {
        await Files.Remove();
        await Discard();
        return HealthLinkRules.Crowded;
    }

    private Task<int> OthersOpen(string patientId) => queries.First(
        HealthLinkSql.OthersOpen, row => row.GetInt32(0),
        ("practice", Key.Practice), ("patient", patientId), ("link", Key.Id), ("now", DocumentJson.TextOf(Now)));

    private async ValueTask<bool> HasPasscode(string passcode) => State.PasscodeHash is { } hash
        ? passcode.Length > 0 && await hashing.Matches(hash, passcode)
        : passcode.Length == 0;

    private static string NewTicket() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));

    private static string HashOf(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
