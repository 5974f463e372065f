using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Records;

/// <summary>Does what an entry means to the portal beside being stored. <c>requests</c> begins the ids of its commands.</summary>
internal sealed class ImportActs(IGrainFactory grains, string slug, string requests)
{
    public async Task<bool> IsKnown(string patientId) => await Patient(patientId).Card() is not null;

    /// <summary>
    /// Whether it asks for a visit that is not there: what stood in its way when it was stored, such as a location that the
    /// practice did not have, may be gone.
    /// </summary>
    public async Task<bool> LacksVisit(ImportItem item) =>
        item.Act.Appointment is not null && await Visit(item.Resource!.Id).View() is null;

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
            return ImportProblems.From(item.Place, await practice.SaveProvider(new(request, WithAddress(provider, await practice.View()))));
        if (act.Pool is { } pool)
            return ImportProblems.From(item.Place, await practice.SavePool(new(request, pool)));
        if (act.Patient is { } patient)
        {
            var problems = ImportProblems.From(item.Place, await Save(item.PatientId, request, patient, await practice.View()));
            return problems.IsEmpty ? await Link(item, request) : problems;
        }

        if (act.Appointment is { } visit)
            return ImportProblems.OfVisit(item.Place, (await Visit(item.Resource!.Id).Import(visit with { RequestId = request })).Problems);
        if (act.Message is { } message)
            return ImportProblems.From(item.Place, await Take(item.PatientId, request, message));
        return await Link(item, request);
    }

    /// <summary>The address of the portal is often set by hand and unknown to the practice's system.</summary>
    internal static PracticeCard WithAddress(PracticeCard card, PracticeCard? before) =>
        card.PatientFacingUrl.Length > 0 || before is null ? card : card with { PatientFacingUrl = before.PatientFacingUrl };

    /// <summary>So is a provider's e-mail address.</summary>
    internal static Provider WithAddress(Provider provider, PracticeView? practice) =>
        provider.Email.Length > 0 || practice?.Providers.FirstOrDefault(one => one.Id == provider.Id) is not { } before
            ? provider
            : provider with { Email = before.Email };

    private async Task<Result<Saved>> Save(string patientId, string request, PatientDraft draft, PracticeView? practice)
    {
        var before = await Patient(patientId).View();
        var provider = practice?.Providers.FirstOrDefault(provider => provider.Id == draft.PrimaryProviderId)?.Id;
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
        var taken = await grains.GetGrain<IConversationGrain>(GrainKey.For(slug, draft.ConversationId))
            .Import(new(request, patientId, draft.PracticeSide, draft.Subject, [draft.Message], draft.PersonId));
        // Written to or by somebody who has no mailbox here: kept in the record only.
        return taken.Problems is [{ Code: "webmail.unknown_addressee" }] ? Saved.Unchanged : taken;
    }

    private IAppointmentGrain Visit(string id) => grains.GetGrain<IAppointmentGrain>(GrainKey.For(slug, id));

    private IPatientGrain Patient(string id) => grains.GetGrain<IPatientGrain>(GrainKey.For(slug, id));
}
