using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront;

/// <summary>What every page of a practice has at hand: who calls, the grains, and how to show a refusal.</summary>
public abstract class PortalPage(IGrainFactory grains) : PageModel
{
    /// <summary>The practice of the address, whatever a form says.</summary>
    [BindProperty(SupportsGet = true), FromRoute]
    public string Practice { get; set; } = "";

    /// <summary>Drawn when the form is shown and sent back with it, so that a second submit has no second effect.</summary>
    [BindProperty]
    public string RequestId
    {
        get;
        set => field = Ulid.TryParse(value, out _) ? value.ToLowerInvariant() : NewRequestId();
    }
    = NewRequestId();

    protected static Caller Caller => CallerScope.Required;

    /// <summary>A grain of this practice.</summary>
    protected TGrain Grain<TGrain>(string id)
        where TGrain : IGrainWithStringKey => GrainKey.TryParse($"{Practice}/{id}", out var key)
            ? grains.GetGrain<TGrain>(key.ToString())
            : throw new AccessRefusedException("The address holds no possible id.");

    protected static string NewRequestId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    /// <summary>
    /// Puts the problems where the page shows them: beside their input, or over the form. The request id is drawn
    /// anew, since a corrected form is another request.
    /// </summary>
    protected void Show(ImmutableArray<Problem> problems, string prefix = "Input")
    {
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Field is { } field ? $"{prefix}.{field}" : "", problem.Message);
        RequestId = NewRequestId();
        ModelState.Remove(nameof(RequestId));
    }
}
