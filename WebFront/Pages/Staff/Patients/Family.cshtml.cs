using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>Who pays for a patient, and who else may act for the patient.</summary>
public sealed class FamilyModel(IGrainFactory grains, TimeProvider time, PageFrame frame) : PortalPage(grains)
{
    private const int RowsFound = 20;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string PatientId { get; set; } = "";

    [BindProperty]
    public string? Find { get; set; }

    [TempData]
    public string? Note { get; set; }

    public PatientView View { get; private set; } = null!;

    public FamilyView Family { get; private set; } = null!;

    /// <summary>Whom this patient pays for, without the patient.</summary>
    public ImmutableArray<PatientRow> PaysFor { get; private set; } = [];

    public string Name { get; private set; } = "";

    public ImmutableArray<(PatientCard Card, RepresentativeKind Kind)> Representatives { get; private set; } = [];

    public ImmutableArray<PatientRow> Found { get; private set; } = [];

    public string BasePath => $"/{Practice}/staff/patients/{PatientId}";

    private IPatientGrain Patient => Grain<IPatientGrain>(PatientId);

    public async Task<IActionResult> OnGetAsync() => await Load() ? Page() : NotFound();

    public Task<IActionResult> OnPostFindAsync() => OnGetAsync();

    /// <summary>Who pays and who acts for somebody decides who sees the record: that is asked about first.</summary>
    public SureQuestion? Question { get; private set; }

    public async Task<IActionResult> OnPostGuarantorAsync(string? other)
    {
        if (await Grain<IPatientGrain>(other ?? PatientId).Card() is { } payer && !IsSure)
        {
            var today = await Today();
            return await Ask(name => FamilyQuestions.LetPay(payer, PatientId, name, Family, today, View.Status), ("other", payer.Id));
        }

        return await Change(view => (other ?? view.Id, view.Representatives), "The guarantor was changed.");
    }

    public async Task<IActionResult> OnPostAddAsync(string other, RepresentativeKind kind)
    {
        if (await Grain<IPatientGrain>(other).Card() is { } person && !IsSure)
            return await Ask(name => FamilyQuestions.LetAct(person, kind, View.Status, name), ("other", person.Id), ("kind", kind.ToString()));
        return await Change(
            view => (view.GuarantorId, view.Representatives.RemoveAll(one => one.PatientId == other).Add(new(other, kind))),
            "The representative was added.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string other)
    {
        if (await Grain<IPatientGrain>(other).Card() is { } person && !IsSure)
            return await Ask(name => FamilyQuestions.LetActNoMore(person, name), ("other", person.Id));
        return await Change(
            view => (view.GuarantorId, view.Representatives.RemoveAll(one => one.PatientId == other)),
            "The representative was removed.");
    }

    private async Task<DateOnly> Today() =>
        LocalTime.DayOf(LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View()), time.GetUtcNow());

    private async Task<IActionResult> Ask(Func<string, SureQuestion> question, params ImmutableArray<(string, string)> fields)
    {
        if (!await Load())
            return NotFound();
        Question = question(Name) with { Fields = fields };
        return Page();
    }

    private async Task<IActionResult> Change(
        Func<PatientView, (string Guarantor, ImmutableArray<Representative> Representatives)> change, string note)
    {
        if (await Patient.View() is not { } view)
            return NotFound();
        var (guarantor, representatives) = change(view);
        var saved = await Patient.Save(new(
            RequestId, view.Status, view.Demographics, guarantor, representatives, view.PrimaryProviderId));
        if (saved.Succeeded)
        {
            Note = note;
            return RedirectToPage(new { Practice, id = PatientId });
        }

        await Load();
        Show([.. saved.Problems.Select(problem => problem with { Field = null })]);
        return Page();
    }

    private async Task<bool> Load()
    {
        frame.CurrentArea = Areas.Patients;
        if (await Patient.View() is not { } view)
            return false;
        View = view;
        Name = $"{view.Demographics.FirstName} {view.Demographics.LastName}".Trim();
        Family = (await Patient.Family())!;
        PaysFor = (await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Family(PatientId)).RemoveAll(row => row.Id == PatientId);
        foreach (var (id, kind) in view.Representatives)
        {
            if (await Grain<IPatientGrain>(id).Card() is { } card)
                Representatives = Representatives.Add((card, kind));
        }

        if (!string.IsNullOrWhiteSpace(Find))
        {
            var found = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Search(new(Find, null, RowsFound));
            Found = found.Rows.RemoveAll(row => row.Id == PatientId);
        }

        return true;
    }
}
