using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Copies;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Deliveries;

public sealed class IndexModel(IGrainFactory grains, PageFrame frame, TimeProvider time) : PortalPage(grains)
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [TempData]
    public string? Note { get; set; }

    public ParkedPage Parked { get; private set; } = new([], null);

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string? FirstHref => After is null ? null : $"/{Practice}/staff/deliveries";

    public string? NextHref => Parked.Next is { } next ? $"/{Practice}/staff/deliveries?after={Uri.EscapeDataString(next)}" : null;

    private IDeliveryDirectoryGrain Deliveries => Grain<IDeliveryDirectoryGrain>(IDeliveryDirectoryGrain.Id);

    public async Task OnGetAsync()
    {
        frame.CurrentArea = Areas.Deliveries;
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        Parked = await Deliveries.Parked(After);
    }

    public async Task<IActionResult> OnPostRetryAsync(string state, string id, string item)
    {
        var retried = await Deliveries.Retry(new(state, id), item);
        Note = retried.Succeeded
            ? "The delivery is tried again. It comes back to this list only if it fails eight more times."
            : retried.Problems[0].Message;
        return RedirectToPage(new { Practice });
    }

    /// <summary>What went wrong: a failure of ours by its name, for whoever looks into the log.</summary>
    public static string Problem(string name) => name is nameof(RefusedForGoodException) ? "The other side refused the address for good" : name;

    /// <summary>What was to be delivered, in words.</summary>
    public static string Words(string kind)
    {
        if (kind is RecordCopyRules.Delivery)
            return "Health summary, sent out";
        var words = kind.Replace('.', ' ').Replace('-', ' ').Replace('_', ' ');
        return words.Length == 0 ? kind : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
