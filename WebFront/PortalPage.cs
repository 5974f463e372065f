using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

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
        set => field = Ulid.TryParse(value, out _) ? value.ToLowerInvariant() : RequestIds.New();
    }
    = RequestIds.New();

    /// <summary><c>yes</c> once the person was asked about an act that cannot be undone: <see cref="Look.SureQuestion"/>.</summary>
    [BindProperty]
    public string? Sure { get; set; }

    /// <summary>What the form was made from, where two may change the same thing at once.</summary>
    [BindProperty]
    public string? Before { get; set; }

    protected bool IsSure => Sure == "yes";

    protected static Caller Caller => CallerScope.Required;

    /// <summary>A grain of this practice.</summary>
    protected TGrain Grain<TGrain>(string id)
        where TGrain : IGrainWithStringKey => GrainKey.TryParse($"{Practice}/{id}", out var key)
            ? grains.GetGrain<TGrain>(key.ToString())
            : throw new AccessRefusedException("The address holds no possible id.");

    /// <summary>
    /// Asks for a patient who is not among those whom the caller may see. The grain shows nothing, and the audit trail tells
    /// of the attempt.
    /// </summary>
    protected Task AskInVain(string patientId) => Grain<IPatientGrain>(patientId).View();

    /// <summary>
    /// Puts the problems where the page shows them: beside their input, or over the form. What was refused had no effect,
    /// so the corrected form is the same request; only an id that was used up with other content is drawn anew.
    /// </summary>
    protected void Show(ImmutableArray<Problem> problems, string prefix = "Input")
    {
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Field is { } field ? $"{prefix}.{field}" : "", problem.Message);
        if (problems.Any(problem => problem.Code == Problem.RequestReused))
            SendUnder(RequestIds.New());
    }

    /// <summary>The form is made from this, as it stands now.</summary>
    protected void MadeFrom<TInput>(TInput input)
    {
        Before = FormBefore.Of(input);
        ModelState.Remove(nameof(Before));
    }

    /// <summary>
    /// Joins what the person sent with what somebody else has changed since the form was made. False when both changed the
    /// same field: it is told beside the field, and the form sent once more means it. Whatever the page says next, its form
    /// shows what stands now, and is made from that.
    /// </summary>
    /// <param name="now">What the form would be made from now.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="words">What stands now in the fields whose values are not words for people.</param>
    protected bool Joins<TInput>(TInput now, TInput sent, params ImmutableArray<(string Field, string Now)> words)
    {
        var (takenOver, both) = FormBefore.Join(Before, now, sent);
        foreach (var field in takenOver)
            ModelState.Remove($"Input.{field}");
        foreach (var (field, standing) in both)
        {
            var text = words.Where(one => one.Field == field).Select(one => one.Now).DefaultIfEmpty(standing).First();
            var told = standing.Length == 0 ? "It is empty now. " : text.Length == 0 ? "" : $"It is “{text}” now. ";
            ModelState.AddModelError($"Input.{field}", $"Somebody else has changed this meanwhile. {told}{Meant}");
        }

        MadeFrom(now);
        return both.IsEmpty;
    }

    /// <summary>How the person says that a value is meant which somebody else has changed meanwhile.</summary>
    protected virtual string Meant => "Save once more to put yours in its place.";

    /// <summary>What people read where these values are chosen.</summary>
    protected static string Chosen(IEnumerable<SelectListItem> items, params IEnumerable<string?> values) =>
        string.Join(", ", items.Where(item => values.Contains(item.Value)).Select(item => item.Text));

    /// <summary>What the form shows from now on is another request than the one that came in.</summary>
    protected void SendUnder(string requestId)
    {
        RequestId = requestId;
        ModelState.Remove(nameof(RequestId));
    }
}
