using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Staff.Day;

/// <summary>Closes time of a chair or a provider.</summary>
public sealed class BreakModel(IGrainFactory grains, TimeProvider time, PageFrame frame) : DayPage(grains, time, frame)
{
    [BindProperty]
    public BreakInput Input { get; set; } = new();

    public IEnumerable<SelectListItem> Resources { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayChange || !await Load())
            return NotFound();
        Input = new() { Date = Iso(Date), Start = "12:00", End = "13:00", Label = "Lunch" };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Load())
            return NotFound();
        var times = Input.Times(Zone);
        // Without a time, or somebody whose it is, any book refuses it, with all else that is wrong.
        var (start, end) = times.Value ?? new(default, default);
        var day = times.Succeeded ? start : Now;
        var book = BookDay.Of(Input.Resource is { Length: > 0 } resource ? resource : BookDay.Chair("none"), day, day.AddTicks(1))[0];
        var answer = await Grain<IDayBookGrain>(book.Id).Block(new(RequestId, start, end, Input.Label ?? ""));
        if (!answer.Succeeded)
            return Again([.. times.Problems, .. answer.Problems.Where(problem => problem.Code != SlotFault.NoBreakTime)]);
        Note = "The time is blocked.";
        return Redirect(HrefOf(Location.Id, LocalTime.DayOf(Zone, start)));
    }

    private PageResult Again(ImmutableArray<Problem> problems)
    {
        Show(problems);
        return Page();
    }

    private async Task<bool> Load()
    {
        if (!await LoadPlace())
            return false;
        var providers = new SelectListGroup { Name = "Providers" };
        var chairs = new SelectListGroup { Name = "Chairs" };
        Resources =
        [
            .. PracticeView.Providers.Where(provider => !provider.OutOfUse && provider.LocationIds.Contains(Location.Id))
                .Select(provider => new SelectListItem(provider.Name, BookDay.Provider(provider.Id)) { Group = providers }),
            .. PracticeView.Chairs.Where(chair => !chair.OutOfUse && chair.LocationId == Location.Id)
                .Select(chair => new SelectListItem(chair.Name, BookDay.Chair(chair.Id)) { Group = chairs }),
        ];
        return true;
    }
}

/// <summary>The fields of a break. Their names are those of the problems.</summary>
public sealed class BreakInput
{
    private static readonly DateOnly _anyDay = new(2000, 1, 1);

    public string? Resource { get; set; }

    public string? Date { get; set; }

    public string? Start { get; set; }

    public string? End { get; set; }

    public string? Label { get; set; }

    public Result<BreakTimes> Times(TimeZoneInfo zone)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var day = SentTime.Day(Date);
        if (day is null)
            problems.Add(new("daybook.date", SentTime.WhyNoDay(Date), nameof(Date)));
        // A time of the clock is judged on some day also where the day is missing.
        var start = InstantOf(zone, day ?? _anyDay, Start);
        if (start is null)
            problems.Add(new("daybook.start", "Enter the time at which it begins, such as 12:00 PM.", nameof(Start)));
        var end = InstantOf(zone, day ?? _anyDay, End);
        if (end is null)
            problems.Add(new("daybook.end", "Enter the time at which it ends, such as 1:00 PM.", nameof(End)));
        if (end <= start)
            problems.Add(new("daybook.ends_before_start", "The break must end after it begins.", nameof(End)));
        return problems.Count > 0 ? problems.ToImmutable() : new BreakTimes(start!.Value, end!.Value);
    }

    private static DateTimeOffset? InstantOf(TimeZoneInfo zone, DateOnly day, string? text) =>
        TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? LocalTime.Instant(zone, day, time) : null;
}

/// <summary>When a break begins and ends.</summary>
public sealed record BreakTimes(DateTimeOffset Start, DateTimeOffset End);
