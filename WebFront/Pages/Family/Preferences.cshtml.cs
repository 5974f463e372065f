using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Pages.Family;

/// <summary>What the signed-in patient wishes to be told, and how.</summary>
public sealed class PreferencesModel(IGrainFactory grains) : PortalPage(grains)
{
    [BindProperty]
    public PreferencesInput Input { get; set; } = new();

    /// <summary>What the post before this page has done.</summary>
    [TempData]
    public string? Note { get; set; }

    public string Email { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await Load() is not { } view)
            return NotFound();
        Input.EmailOnMessage = view.Preferences.EmailOnMessage;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await Load() is not { } view)
            return NotFound();
        var wishes = new PatientPreferences { EmailOnMessage = Input.EmailOnMessage };
        var saved = await Grain<IPatientGrain>(view.Id).SavePreferences(new(RequestId, wishes));
        if (!saved.Succeeded)
        {
            Show(saved.Problems);
            return Page();
        }

        Note = "Your choice was saved.";
        return RedirectToPage(new { Practice });
    }

    private async Task<PatientView?> Load()
    {
        if (Caller.PatientId is not { } own || await Grain<IPatientGrain>(own).View() is not { } view)
            return null;
        Email = view.Demographics.Email;
        return view;
    }
}

public sealed class PreferencesInput
{
    public bool EmailOnMessage { get; set; }
}
