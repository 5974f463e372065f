using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>Adds a patient. The id is the request's, so that a second submit makes no second patient.</summary>
public sealed class NewModel(IGrainFactory grains, PageFrame frame) : PatientFormPage(grains, frame)
{
    private const int MostAsked = 5;

    public override string Heading => "New patient";

    public override string BackText => "Patients";

    public override string BackHref => $"/{Practice}/staff/patients";

    public Task<IActionResult> OnGetAsync() => ShowForm();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsSure)
            Same = await Alike();
        return Same.IsEmpty ? await Save(RequestId, before: null) : await ShowForm();
    }

    /// <summary>Not the one that an earlier submit of this form has added. What cannot be looked for is told with all else that is wrong.</summary>
    private async Task<ImmutableArray<PatientCard>> Alike()
    {
        var found = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Match(new() { Person = Input.ToDemographics(), Count = MostAsked });
        var cards = ImmutableArray.CreateBuilder<PatientCard>();
        foreach (var match in found.Succeeded ? found.Value : [])
        {
            if (match.Id != RequestId && match.Grade is not MatchGrade.Possible && await Grain<IPatientGrain>(match.Id).Card() is { } card)
                cards.Add(card);
        }

        return cards.ToImmutable();
    }
}
