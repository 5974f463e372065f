using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Webmail;

/// <summary>Finds out who the two sides of a new conversation are, and whether they may be.</summary>
internal sealed class ConversationPartiesFinder(IGrainFactory grains, string practice)
{
    private static readonly Problem _unknownPatient = new("webmail.unknown_patient", "Choose whom the message is about.", "PatientId");
    private static readonly Problem _unknownAddressee = new("webmail.unknown_addressee", "Choose who to write to.", "To");

    private static readonly Problem _unknownSender = new("webmail.unknown_sender", "Choose the inbox to write from.", "To");

    public async Task<Result<ConversationParties>> ForNew(string patientId, string owner, Caller caller)
    {
        var isStaff = caller.Is(Audience.Staff);
        var patient = await Card(patientId);
        var isKnown = patient is { Visible: true } && (isStaff || (caller.PatientId is { } viewer && await MaySee(patientId, viewer)));
        var view = await Practice();
        var practiceName = view is null ? null : NameOf(view, owner);
        var missing = ImmutableArray.CreateBuilder<Problem>();
        if (!isKnown)
            missing.Add(_unknownPatient);
        if (practiceName is null)
            missing.Add(isStaff ? _unknownSender : _unknownAddressee);
        else if (MailOwner.IsPool(owner, out var pool) && view!.Pools.Single(one => one.Id == pool).OutOfUse)
            missing.Add(new("webmail.inbox_closed", $"{practiceName} is not in use any more. Choose another shared inbox.", "To"));
        if (missing.Count > 0)
            return missing.ToImmutable();
        return isStaff ? OfStaff(patient!, owner, practiceName!, caller) : OfPatient(patient!, view!, owner, practiceName!, caller);
    }

    private static Result<ConversationParties> OfPatient(
        PatientCard patient, PracticeView view, string owner, string practiceName, Caller caller)
    {
        if (MailOwner.IsProvider(owner, out var provider))
        {
            if (provider != patient.PrimaryProviderId)
                return new Problem("webmail.other_provider", $"{practiceName} is not the provider of {patient.Name}. Write to that person's own provider or to the front desk.", "To");
            if (view.Providers.Single(p => p.Id == provider) is { AcceptsMessages: false } or { OutOfUse: true })
                return new Problem("webmail.provider_away", $"{practiceName} does not take messages at the moment. Write to the front desk instead.", "To");
        }

        return new ConversationParties(patient.Id, patient.Name, caller.PatientId!, caller.Name, MailOwner.User(caller.UserId), owner, practiceName);
    }

    /// <summary>Who wrote for the patient has the conversation, when that person may.</summary>
    public async Task<Result<ConversationParties>> ForImport(string patientId, string personId, string owner)
    {
        if (await Card(patientId) is not { } patient)
            return _unknownPatient;
        var person = await MaySee(patientId, personId) ? await Card(personId) ?? patient : patient;
        if (await Practice() is not { } view || NameOf(view, owner) is not { } practiceName)
            return _unknownAddressee;
        var user = MailOwner.User(PortalUserId.ForPatient(person.Id));
        return new ConversationParties(patient.Id, patient.Name, person.Id, person.Name, user, owner, practiceName);
    }

    private static Result<ConversationParties> OfStaff(PatientCard patient, string owner, string practiceName, Caller caller)
    {
        if (patient.UserId is not { } userId)
            return new Problem("webmail.no_access", "This patient does not have online access. Provide it first, or call the patient.", "PatientId");
        if (MailOwner.IsProvider(owner, out var provider) && provider != caller.ProviderId)
            return new Problem("webmail.not_provider", "Only a provider can write in the own name. Choose a pool to write from.", "To");
        return new ConversationParties(patient.Id, patient.Name, patient.Id, patient.Name, MailOwner.User(userId), owner, practiceName);
    }

    private static string? NameOf(PracticeView view, string owner)
    {
        if (MailOwner.IsProvider(owner, out var provider))
            return view.Providers.FirstOrDefault(p => p.Id == provider)?.Name;
        return MailOwner.IsPool(owner, out var pool) ? view.Pools.FirstOrDefault(p => p.Id == pool)?.Name : null;
    }

    private async Task<bool> MaySee(string patientId, string viewer) =>
        patientId == viewer || await grains.GetGrain<IPatientGrain>(GrainKey.For(practice, patientId)).MayBeSeenBy(viewer);

    private Task<PatientCard?> Card(string patientId) => GrainKey.TryParse($"{practice}/{patientId}", out var key)
        ? grains.GetGrain<IPatientGrain>(key.ToString()).Card()
        : Task.FromResult<PatientCard?>(null);

    private Task<PracticeView?> Practice() => grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View();
}
