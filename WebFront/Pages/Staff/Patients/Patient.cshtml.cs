using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>One patient: demographics, family, representatives and access to the portal.</summary>
public sealed class PatientModel(IGrainFactory grains, PageFrame frame, LiveTokens tokens, TimeProvider time) : PortalPage(grains)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string PatientId { get; set; } = "";

    /// <summary>What a page before this one has done.</summary>
    [TempData]
    public string? Note { get; set; }

    public PatientView View { get; private set; } = null!;

    public ImmutableArray<PatientRow> Family { get; private set; } = [];

    public ImmutableArray<(PatientCard Card, RepresentativeKind Kind)> Representatives { get; private set; } = [];

    public ImmutableArray<PatientCard> ActsFor { get; private set; } = [];

    public string? ProviderName { get; private set; }

    public string PracticeName { get; private set; } = "";

    /// <summary>The password is shown by the answer that issued it and is stored nowhere; loading again does not show it.</summary>
    public IssuedSignIn? Issued { get; private set; }

    /// <summary>What stands in the way of giving access.</summary>
    public ImmutableArray<Problem> Refusals { get; private set; } = [];

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public string BasePath => $"/{Practice}/staff/patients";

    public string Topic => tokens.For(Practice, LiveTopic.Patient(PatientId));

    public bool HasAccess => View.Access.State is OnlineAccessState.Invited or OnlineAccessState.Active;

    public bool MayGiveAccess => Caller.Is(Audience.FrontDesk | Audience.Provider | Audience.Administrator);

    private IPatientGrain Patient => Grain<IPatientGrain>(PatientId);

    public async Task<IActionResult> OnGetAsync() => await Load() ? Page() : NotFound();

    public async Task<IActionResult> OnPostProvideAsync() => await Issue(await Patient.ProvideOnlineAccess(RequestId));

    public async Task<IActionResult> OnPostGenerateAsync() => await Issue(await Patient.GenerateNewPassword(RequestId));

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        var removed = await Patient.RemoveOnlineAccess(RequestId);
        if (!removed.Succeeded)
            return await Refuse(removed.Problems);
        Note = "Online access was removed. The patient is signed out everywhere.";
        return RedirectToPage(new { Practice, id = PatientId });
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
        foreach (var (id, kind) in view.Representatives)
        {
            if (await Grain<IPatientGrain>(id).Card() is { } card)
                Representatives = Representatives.Add((card, kind));
        }

        var practice = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        PracticeName = practice?.Card.Name ?? "";
        ProviderName = practice?.Providers.FirstOrDefault(provider => provider.Id == view.PrimaryProviderId)?.Name;
        return true;
    }
}
