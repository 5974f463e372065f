using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Pages.Staff.Inbox;
using Portal.WebFront.Patients;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>One patient: demographics, family, representatives and access to the portal.</summary>
public sealed class PatientModel(IGrainFactory grains, PageFrame frame, LiveTokens tokens, TimeProvider time)
    : MailPageModel(grains, tokens, time)
{
    private const int FewVisits = 3;
    private const int ManyVisits = 100;
    private const int MailRows = 5;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string PatientId { get; set; } = "";

    /// <summary>Whether all visits that are over are shown, and not only the last ones.</summary>
    [BindProperty(SupportsGet = true, Name = "visits")]
    public string? Shown { get; set; }

    public PatientView View { get; private set; } = null!;

    public ImmutableArray<PatientRow> Family { get; private set; } = [];

    public FamilyView Acting { get; private set; } = null!;

    public PatientVisits Visits { get; private set; } = null!;

    public MailList Mail { get; private set; } = null!;

    public ImmutableArray<PatientCard> ActsFor { get; private set; } = [];

    public string? ProviderName { get; private set; }

    public string PracticeName { get; private set; } = "";

    /// <summary>The password is shown by the answer that issued it and is stored nowhere; loading again does not show it.</summary>
    public IssuedSignIn? Issued { get; private set; }

    /// <summary>Until when nobody is let in after too many wrong passwords; none when the sign-in is not paused.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    public SureQuestion? Question { get; private set; }

    /// <summary>What stands in the way of giving access.</summary>
    public ImmutableArray<Problem> Refusals { get; private set; } = [];

    public DateOnly Today => LocalTime.DayOf(Zone, Now);

    /// <summary>", 36 years": nobody grows older who has died.</summary>
    public string AgeOf(DateOnly born) => View.Status is PatientStatus.Deceased ? "" : $", {PatientWords.AgeOn(born, Today)} years";

    public string Name => $"{View.Demographics.FirstName} {View.Demographics.LastName}".Trim();

    public string BasePath => $"/{Practice}/staff/patients";

    /// <summary>A page may listen to some sixty topics; of a home that pays for hundreds the rest is shown anew each minute.</summary>
    private const int MostTopics = 40;

    public string PatientTopic => Topic(LiveTopic.Patient(PatientId));

    /// <summary>Those who are named there have names and roles of their own; who comes or goes changes what may be seen.</summary>
    public string FamilyTopics => string.Join(' ', Family.Select(member => member.Id)
        .Concat(Acting.Actors.Select(actor => actor.PatientId))
        .Concat(ActsFor.Select(card => card.Id))
        .Prepend(PatientId)
        .Distinct(StringComparer.Ordinal)
        .Take(MostTopics)
        .Select(id => Topic(LiveTopic.Patient(id)))
        .Append(VisitsTopic));

    public string VisitsTopic => Topic(LiveTopic.Visits(PatientId));

    /// <summary>What is shown of the mail changes with its conversations; a new one arrives in the patient's mailbox.</summary>
    public string MailTopics => string.Join(' ', Mail.Page.Rows
        .Select(row => ConversationTopic(row.ConversationId))
        .Append(MailTopic($"user:{PortalUserId.ForPatient(PatientId)}")));

    public bool HasAccess => View.Access.State is OnlineAccessState.Invited or OnlineAccessState.Active;

    /// <summary>Why no message can be written to the patient; none when one can.</summary>
    public string? WhyNoMessage => !PatientWords.IsShown(View.Status)
        ? "Messages are for patients whom the portal shows. This status is not one of them."
        : HasAccess ? null : "Without online access there is nobody to read a message. Provide it first, or call the patient.";

    public bool MayBook => MayGiveAccess;

    public bool MayGiveAccess => Caller.Is(Audience.FrontDesk | Audience.Provider | Audience.Administrator);

    private IPatientGrain Patient => Grain<IPatientGrain>(PatientId);

    public async Task<IActionResult> OnGetAsync() => await Load() ? Page() : NotFound();

    public async Task<IActionResult> OnPostProvideAsync() => await Issue(await Patient.ProvideOnlineAccess(RequestId));

    public async Task<IActionResult> OnPostGenerateAsync() => IsSure
        ? await Issue(await Patient.GenerateNewPassword(RequestId))
        : await Ask(new(
            "Generate a new password?",
            "The present password stops working at once and the patient is signed out everywhere.",
            "Generate",
            "Generate"));

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (!IsSure)
        {
            return await Ask(new(
                "Remove online access?",
                "The patient is signed out everywhere and cannot sign in any more. The user name is kept.",
                "Remove",
                "Remove"));
        }

        var removed = await Patient.RemoveOnlineAccess(RequestId);
        if (!removed.Succeeded)
            return await Refuse(removed.Problems);
        Note = "Online access was removed. The patient is signed out everywhere.";
        return RedirectToPage(new { Practice, id = PatientId });
    }

    private async Task<IActionResult> Ask(SureQuestion question)
    {
        Question = question;
        return await Load() ? Page() : NotFound();
    }

    private async Task<IActionResult> Issue(Result<IssuedSignIn> issued)
    {
        if (!issued.Succeeded)
            return await Refuse(issued.Problems);
        if (!await Load())
            return NotFound();
        Issued = issued.Value;
        return Page();
    }

    private async Task<IActionResult> Refuse(ImmutableArray<Problem> problems)
    {
        if (!await Load())
            return NotFound();
        Refusals = problems;
        return Page();
    }

    private async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Patients;
        if (await Patient.View() is not { } view)
            return false;
        View = view;
        var directory = Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id);
        Family = await directory.Family(view.GuarantorId);
        var seen = await directory.VisibleTo(PatientId);
        ActsFor = [.. seen.Where(card => card.Id != PatientId && Family.All(member => member.Id != card.Id))];
        Acting = (await Patient.Family())!;
        if (HasAccess && view.Access.UserId is { } userId)
            PausedUntil = await Grain<IPortalUserGrain>(userId).PausedUntil();
        await LoadPractice();
        PracticeName = PracticeView?.Card.Name ?? "";
        ProviderName = PracticeView?.Providers.FirstOrDefault(provider => provider.Id == view.PrimaryProviderId)?.Name;
        Visits = await Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id)
            .OfPatient(PatientId, Shown == "all" ? ManyVisits : FewVisits);
        Mail = new(
            await Directory.AboutPatient(PatientId, MailRows), $"/{Practice}/staff/inbox", $"?box={StaffMailPage.Everything}&work=All", null,
            ForStaff: true, Now, Zone);
        return true;
    }
}
