using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Audit;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Audit;

public sealed class IndexModel(IGrainFactory grains, PageFrame frame, TimeProvider time) : PortalPage(grains)
{
    private readonly IGrainFactory _grains = grains;

    [BindProperty(SupportsGet = true)]
    public string? Patient { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [TempData]
    public string? CheckText { get; set; }

    [TempData]
    public bool CheckFoundFault { get; set; }

    public AuditPage Trail { get; private set; } = new([], null);

    public AuditNames Names { get; private set; } = new();

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IEnumerable<SelectListItem> Acts =>
        AuditAction.All.Select(action => new SelectListItem(AuditWords.Act(action), action, action == Act)).OrderBy(item => item.Text, StringComparer.Ordinal);

    public bool IsFiltered => Patient is not null || Person is not null || Act is not null || From is not null || Until is not null;

    public string? NewestHref => After is null ? null : Href(Patient, Person);

    public string? OlderHref => Trail.Next is { } next ? Href(Patient, Person, next) : null;

    private IAuditTrailGrain TrailGrain => Grain<IAuditTrailGrain>(IAuditTrailGrain.Id);

    public async Task OnGetAsync()
    {
        frame.CurrentArea = Areas.Audit;
        var practice = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        Zone = LocalTime.ZoneOf(practice);
        if (From > Until)
            ModelState.AddModelError(nameof(Until), "The last day lies before the first one. Choose a later day, or leave one of the two empty.");
        if (!ModelState.IsValid)
            return;
        Trail = await TrailGrain.Read(new(Patient, Person, Act, Start(From), Start(DayAfter(Until)), After));
        Names = await AuditNames.Of(_grains, Practice, practice, Trail.Entries, Patient, Person);
    }

    public async Task<IActionResult> OnPostCheckAsync()
    {
        var check = await TrailGrain.Verify();
        CheckText = AuditWords.Check(check);
        CheckFoundFault = check.Fault is not null;
        return RedirectToPage(new { Practice });
    }

    /// <summary>This list with other filters, from its first page.</summary>
    public string Href(string? patient, string? person, string? after = null) => Url.Page(null, new
    {
        Practice,
        patient,
        person,
        act = Act,
        from = From?.ToString("yyyy-MM-dd", null),
        until = Until?.ToString("yyyy-MM-dd", null),
        after,
    })!;

    /// <summary>The last day of the calendar has none after it: then there is no end.</summary>
    private static DateOnly? DayAfter(DateOnly? day) => day < DateOnly.MaxValue ? day.Value.AddDays(1) : null;

    private DateTimeOffset? Start(DateOnly? day) =>
        day is { } date ? new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), Zone)) : null;
}
