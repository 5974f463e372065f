using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>
/// Finds patients. Without a script it is a form; with one the list follows what is typed. Who was looked for is posted
/// and never stands in an address.
/// </summary>
public sealed class IndexModel(IGrainFactory grains, PageFrame frame) : PortalPage(grains)
{
    private const int RowsOnPage = 25;

    [BindProperty(Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Whether patients who are no longer shown in the portal are listed too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public PatientPage Found { get; private set; } = new([], null);

    public string BasePath => $"/{Practice}/staff/patients";

    public bool IsSearch => !string.IsNullOrWhiteSpace(Text);

    public string? FirstHref => After is null ? null : Href(null);

    public string? NextHref => Found.Next is { } next ? Href(next) : null;

    public FoundPages FoundPages => new(
        BasePath, "patients", [("q", Text ?? ""), ("all", All ? "true" : "false")], After, Found.Next, "Patients", "First page", "More");

    public Task OnGetAsync() => Load();

    public Task OnPostAsync() => Load();

    private async Task Load()
    {
        frame.CurrentArea = Areas.Patients;
        Found = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Search(new(Text ?? "", After, RowsOnPage, All));
    }

    private string Href(string? after)
    {
        var parts = new KeyValuePair<string, string?>[] { new("all", All ? "true" : null), new("after", after) };
        return BasePath + QueryString.Create(parts.Where(part => !string.IsNullOrEmpty(part.Value)));
    }
}
