using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>What the pages of the practice's settings share: they are for administrators.</summary>
public abstract class SettingsPage(IGrainFactory grains, PageFrame frame) : PortalPage(grains)
{
    /// <summary>What the page before this one has done.</summary>
    [TempData]
    public string? Note { get; set; }

    public PracticeView View { get; private set; } = null!;

    public string BasePath => $"/{Practice}/staff/settings";

    protected IPracticeGrain Settings => Grain<IPracticeGrain>(IPracticeGrain.Id);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        frame.CurrentArea = Areas.Settings;
        if (!Caller.Is(Audience.Administrator) || await Settings.View() is not { } view)
        {
            context.Result = NotFound();
            return;
        }

        View = view;
        await next();
    }

    /// <summary>Back to the overview when it was saved; else the form once more, with what is wrong.</summary>
    protected IActionResult After(Result<Done> saved, string note)
    {
        if (!saved.Succeeded)
        {
            Show(saved.Problems);
            return Page();
        }

        Note = note;
        return RedirectToPage("Index", new { Practice });
    }

    /// <summary>Visits that stay in the book where something was taken out of use: somebody has to move them.</summary>
    public ImmutableArray<VisitCard> StillBooked { get; private set; } = [];

    protected async Task LoadBooked(bool isOutOfUse, BookedWith what)
    {
        if (isOutOfUse)
            StillBooked = await Booked(what);
    }

    /// <summary>Said with what was saved, when it was taken out of use just now.</summary>
    protected async Task<string> WithBooked(string note, bool isTakenOut, BookedWith what)
    {
        if (!isTakenOut || await Booked(what) is not { IsEmpty: false } booked)
            return note;
        return booked is [_] ? $"{note} One visit is still booked there: open it once more to see which." : $"{note} {booked.Length} visits are still booked there: open it once more to see which.";
    }

    private Task<ImmutableArray<VisitCard>> Booked(BookedWith what) =>
        Grain<IAppointmentDirectoryGrain>(IAppointmentDirectoryGrain.Id).Booked(what);

    /// <summary>The id of an entry: its own, or for a new one the request's, so that a second submit adds nothing.</summary>
    protected string IdOrNew(string? id) => id ?? RequestId;

    /// <summary>Whether the form is of an entry that is not there any more: somebody took it away meanwhile, and saving would bring it back.</summary>
    protected static bool IsGone(string? id, object? present) => id is not null && present is null;

    /// <summary>The locations in use, and those that are chosen.</summary>
    protected List<SelectListItem> Locations(params IEnumerable<string?> chosen) =>
        [.. View.Locations.Where(one => !one.OutOfUse || chosen.Contains(one.Id)).Select(one => new SelectListItem(one.Name, one.Id))];
}
