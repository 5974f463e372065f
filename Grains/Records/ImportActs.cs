using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Records.Reflection;
using Portal.Grains.Webmail;

namespace Portal.Grains.Records;

/// <summary>Does what an entry means to the portal beside being stored.</summary>
/// <param name="grains">Of the cluster.</param>
/// <param name="slug">The practice.</param>
/// <param name="requests">How the ids of the commands begin.</param>
/// <param name="overwrite">Whether what was told before counts again over what was changed here since: of a single write, not of a file.</param>
internal sealed class ImportActs(IGrainFactory grains, string slug, string requests, bool overwrite = false)
{
    /// <summary>By patient and first message; a file tells the same ones again and again.</summary>
    private readonly ConcurrentDictionary<(string PatientId, string Thread), string> _conversations = new();

    public async Task<bool> IsKnown(string patientId) => await Patient(patientId).Card() is not null;

    /// <summary>
    /// Whether it asks for a visit that is not there: what stood in its way when it was stored, such as a location that the
    /// practice did not have, may be gone.
    /// </summary>
    public async Task<bool> LacksVisit(ImportItem item) =>
        item.Act.Appointment is { BrokenAs: not BreakKind.EnteredInError } && await Visit(item.Resource!.Id).View() is null;

    public async Task<ImmutableArray<ImportProblem>> Do(ImportItem item)
    {
        var act = item.Act;
        var request = $"{requests}-{item.Order}";
        var practice = grains.GetGrain<IPracticeGrain>(GrainKey.For(slug, IPracticeGrain.Id));
        if (act.Profile is { } card)
            return ImportProblems.From(item.Place, await practice.SaveProfile(new(request, WithAddress(card, await practice.Card()))));
        if (act.Location is { } location)
            return ImportProblems.From(item.Place, await practice.SaveLocation(new(request, location)));
        if (act.Chair is { } chair)
            return ImportProblems.From(item.Place, await practice.SaveChair(new(request, chair)));
        if (act.Provider is { } provider)
            return ImportProblems.From(item.Place, await practice.SaveProvider(new(request, AsKnown(provider, act.Person, await practice.View()))));
        if (act.Person is { } person)
            return await Know(item.Place, request, person, practice);
        if (act.Pool is { } pool)
            return ImportProblems.From(item.Place, await practice.SavePool(new(request, pool)));
        if (act.Patient is { } patient)
        {
            var problems = ImportProblems.From(item.Place, await Save(item.PatientId, request, patient, await practice.View()));
            return problems.IsEmpty ? await Link(item, request) : problems;
        }

        if (act.Appointment is { } visit)
            return ImportProblems.OfVisit(item.Place, (await Visit(item.Resource!.Id).Import(visit with { RequestId = request, Overwrites = overwrite ? true : null })).Problems);
        if (act.Message is { IsTakenBack: true })
            return await Record(item.PatientId).ConversationOf([item.Resource!.Id]) is null ? [] : [ImportProblems.MessageStays(item.Place + ".status")];
        if (act.Message is { } message)
        {
            var taken = await Take(item.PatientId, request, message);
            return taken.Problems is [{ Code: ConversationRules.OtherWords }]
                ? [ImportProblems.MessageStays(item.Place + ".payload")]
                : ImportProblems.From(item.Place, taken);
        }

        return await Link(item, request);
    }

    /// <summary>The address of the portal is often set by hand and unknown to the practice's system.</summary>
    internal static PracticeCard WithAddress(PracticeCard card, PracticeCard? before) =>
        card.PatientFacingUrl.Length > 0 || before is null ? card : card with { PatientFacingUrl = before.PatientFacingUrl };

    /// <summary>
    /// Who a provider is, the Practitioner says; a role that is news beside an old one brings no old name back. The e-mail
    /// address is often set by hand, too.
    /// </summary>
    internal static Provider AsKnown(Provider provider, ProviderPerson? person, PracticeView? practice) =>
        practice?.Providers.FirstOrDefault(one => one.Id == provider.Id) is { } before
            ? provider with { Name = before.Name, Email = provider.Email.Length > 0 ? provider.Email : before.Email }
            : provider with { Email = provider.Email.Length > 0 ? provider.Email : person?.Email ?? "" };

    /// <summary>The name of a provider, and the e-mail address if it was the Practitioner's before: the role's own goes first.</summary>
    internal static Provider AsToldBy(ProviderPerson person, Provider before, string emailToldBefore) => before with
    {
        Name = person.Name.Length > 0 ? person.Name : before.Name,
        Email = person.Email.Length > 0 && (before.Email.Length == 0 || before.Email == emailToldBefore) ? person.Email : before.Email,
    };

    private async Task<ImmutableArray<ImportProblem>> Know(string place, string request, ProviderPerson person, IPracticeGrain practice)
    {
        if ((await practice.View())?.Providers.FirstOrDefault(one => one.Id == person.ProviderId) is not { } before)
            return [];
        var stored = await Record(RecordId.PracticeWide).Read(RosterChanges.Practitioner, person.ProviderId);
        return AsToldBy(person, before, RosterReflection.EmailOf(stored?.Json)) is var now && now != before
            ? ImportProblems.From(place, await practice.SaveProvider(new(request, now)))
            : [];
    }

    /// <summary>
    /// What has to follow when an entry is stored: what was made here about the same, and what people changed between the act
    /// and the store, which stands in the portal and was written over in the record.
    /// </summary>
    /// <param name="item">The entry.</param>
    /// <param name="isOverwritten">Whether something was stored since the entry was compared.</param>
    public async Task Follow(ImportItem item, bool isOverwritten)
    {
        using var system = CallerScope.Use(Caller.System(slug));
        foreach (var patientId in item.Act.Family.Select(link => link.PatientId).Distinct(StringComparer.Ordinal))
            await Record(patientId).ReflectPatient([PatientReflection.OwnRelatives]);
        if (item.Act.Profile is not null && item.Resource!.Id != slug)
            await Record(RecordId.PracticeWide).ReflectRoster([All(RosterChanges.Organization, slug) with { OnlyOurs = true }]);
        if (item.Act.Patient is not null && isOverwritten)
            await Record(item.PatientId).ReflectPatient(PatientReflection.All);
        if (item.Act.Appointment is not null && isOverwritten)
            await Record(item.PatientId).ReflectVisit(item.Resource!.Id);
        else if (item.Act.Appointment is not null)
            await Record(item.PatientId).ReflectEncounter(item.Resource!.Id);
        if (isOverwritten && RosterOf(item.Act) is { } change)
            await Record(RecordId.PracticeWide).ReflectRoster([change]);
    }

    /// <summary>
    /// The entry as it is to be stored after its act: what was decided here since, and the act left alone, stands in the
    /// resource too, at once and not in a version after it. An Appointment that became no visit stays as it came; its entry was warned.
    /// </summary>
    public async Task<ImportItem> AsItStands(ImportItem item)
    {
        var (draft, reflection) = (item.Resource!, new RecordReflection(grains, GrainKey.Parse(GrainKey.For(slug, item.PatientId))));
        if (item.Act.Appointment is { BrokenAs: not BreakKind.EnteredInError } told && !(item.Warnings ?? []).Any(ImportProblems.IsWarning))
            draft = await reflection.AsBooked(draft, told);
        else if (item.Act.Patient is not null)
            draft = await reflection.WithProvider(draft);
        return ReferenceEquals(draft, item.Resource) ? item : item with { Resource = draft };
    }

    /// <summary>
    /// Whether a relation of the entry has ended by itself since it was stored: the same words say something else now. Where
    /// the desk has decided since, the record no longer has what came, and an old file undoes nothing.
    /// </summary>
    public static bool HasLapsed(ImportItem item, StoredMark stored) =>
        stored.IsAsSent && item.Act.Family.Any(link => link is { Active: false, Until: { } until } && until >= stored.LastUpdated);

    /// <summary>Ends what such a relation gave, and writes that it has ended.</summary>
    public async Task<ImmutableArray<ImportProblem>> Lapse(ImportItem item)
    {
        using var system = CallerScope.Use(Caller.System(slug));
        item = item with { Act = item.Act with { Family = item.Act.Family.RemoveAll(link => link.Until is null) } };
        var problems = await Link(item, $"{requests}-{item.Order}");
        foreach (var patientId in item.Act.Family.Select(link => link.PatientId).Distinct(StringComparer.Ordinal))
            await Record(patientId).ReflectPatient([PatientReflection.Family]);
        return problems;
    }

    private RosterChange? RosterOf(ImportAct act) => act switch
    {
        { Profile: not null } => All(RosterChanges.Organization, slug),
        { Location: { } site } => All(RosterChanges.Location, site.Id),
        { Chair: { } chair } => All(RosterChanges.Location, chair.Id, isChair: true),
        { Provider: { } provider } => All(RosterChanges.Role, provider.Id),
        { Person: { } person } => All(RosterChanges.Practitioner, person.ProviderId),
        { Pool: { } pool } => All(RosterChanges.Service, pool.Id),
        _ => null,
    };

    private static RosterChange All(string type, string id, bool isChair = false) => new(type, id, RosterChanges.AllOf(type, isChair));

    private async Task<Result<Saved>> Save(string patientId, string request, PatientDraft draft, PracticeView? practice)
    {
        var before = await Patient(patientId).View();
        var named = draft.GeneralPractitioners ?? (draft.PrimaryProviderId is { } one ? [one] : []);
        var provider = named.FirstOrDefault(id => practice?.Providers.Any(provider => provider.Id == id) is true);
        return await Patient(patientId).Save(new(
            request,
            draft.Status,
            draft.Demographics,
            before?.GuarantorId,
            before?.Representatives ?? [],
            provider ?? before?.PrimaryProviderId));
    }

    private async Task<ImmutableArray<ImportProblem>> Link(ImportItem item, string request)
    {
        foreach (var link in item.Act.Family)
        {
            if (await Patient(link.PatientId).View() is not { } patient)
                return [ImportProblems.UnknownPatient(item.Place)];
            if (!await IsKnown(link.ByPatientId))
                return [ImportProblems.UnknownPayer(item.Place)];
            if (FamilyRules.Link(patient, link, $"{request}-{link.Role}-{link.PatientId}") is not { } save)
                continue;
            var saved = await Patient(link.PatientId).Save(save);
            if (!saved.Succeeded)
                return ImportProblems.From(item.Place, saved);
        }

        return [];
    }

    private async Task<Result<Saved>> Take(string patientId, string request, MessageDraft draft)
    {
        var taken = await TakeInto(await ConversationOf(patientId, draft), patientId, request, draft);
        // What one of a family wrote is nobody else's: an answer to another of them is a conversation of its own.
        if (taken.Problems is [{ Code: ConversationRules.OtherPerson }])
            taken = await TakeInto(draft.Message.Id, patientId, request, draft);
        // Written to or by somebody who has no mailbox here: kept in the record only.
        return taken.Problems is [{ Code: "webmail.unknown_addressee" }] ? Saved.Unchanged : taken;
    }

    private Task<Result<Saved>> TakeInto(string conversationId, string patientId, string request, MessageDraft draft) =>
        grains.GetGrain<IConversationGrain>(GrainKey.For(slug, conversationId))
            .Import(new(request, patientId, draft.PracticeSide, draft.Subject, [draft.Message], draft.PersonId));

    /// <summary>What answers a message goes where that one is: its conversation may have begun in the portal, under an id of its own.</summary>
    private async Task<string> ConversationOf(string patientId, MessageDraft draft)
    {
        if (draft.Answers is not { IsEmpty: false } answers)
            return draft.ConversationId;
        var thread = (patientId, draft.ConversationId);
        if (!_conversations.TryGetValue(thread, out var known))
            _conversations[thread] = known = await Record(patientId).ConversationOf(answers) ?? draft.ConversationId;
        return known;
    }

    private IAppointmentGrain Visit(string id) => grains.GetGrain<IAppointmentGrain>(GrainKey.For(slug, id));

    private IRecordGrain Record(string id) => grains.GetGrain<IRecordGrain>(GrainKey.For(slug, id));

    private IPatientGrain Patient(string id) => grains.GetGrain<IPatientGrain>(GrainKey.For(slug, id));
}
