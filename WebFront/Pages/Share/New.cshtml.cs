using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Sharing;
using Portal.WebFront.Look;
using Portal.WebFront.Sharing;

namespace Portal.WebFront.Pages.Share;

/// <summary>Makes a link and shows it, once: the key in it is stored nowhere.</summary>
public sealed class NewModel(IGrainFactory grains, SummaryFile file, TimeProvider time, PageFrame frame) : SharePage(grains, time, frame)
{
    private const string Unshareable = "The practice has no health record of this person in the portal yet, so there is nothing to share.";
    private LinkSecret _secret = null!;

    /// <summary>What the link is made of: see <see cref="LinkSecret"/>. Sent again, the form leads to the same link.</summary>
    [BindProperty]
    public string Secret
    {
        get;
        set => field = LinkSecret.TryRead(value, out _) ? value : LinkSecret.New();
    }
    = LinkSecret.New();

    [BindProperty]
    public NewLinkInput Input { get; set; } = new();

    /// <summary>The link, in the answer that made it.</summary>
    public MadeLink? Made { get; private set; }

    /// <summary>Whether somebody is chosen whom the person may see: nobody else's summary is shared in place of it.</summary>
    public bool HasChosen => People.Any(card => card.Id == Input.PatientId);

    public IEnumerable<SelectListItem> Patients =>
    [
        .. HasChosen ? [] : new[] { new SelectListItem("Choose a person", "") },
        .. People.Select(card => new SelectListItem(NameOf(card.Id), card.Id)),
    ];

    public IEnumerable<SelectListItem> Lives =>
        Enum.GetValues<HealthLinkLife>().Select(life => new SelectListItem(LinkWords.Of(life), life.ToString()));

    private IHealthLinkGrain Link => Grain<IHealthLinkGrain>(_secret.LinkId);

    /// <param name="patient">Whose summary the person comes from; none for the own one.</param>
    public async Task<IActionResult> OnGetAsync(string? patient)
    {
        if (!await Load())
            return NotFound();
        Input.PatientId = patient ?? Caller.PatientId;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Load() || !LinkSecret.TryRead(Secret, out var secret))
            return NotFound();
        _secret = secret;
        if (!HasChosen)
        {
            if (Input.PatientId is { } asked)
                await AskInVain(asked);
            return Refuse("Choose whose summary to share.", "Input.PatientId");
        }

        if (LinkText.At(HttpContext, Practice).AddressOf(_secret.Address).Length > LinkText.LongestAddress)
            return Refuse("The address of this portal is too long for a health link. Please tell the practice.");
        if (!ModelState.IsValid)
            return Page();
        if (await file.Seal(HttpContext, Practice, Input.PatientId!, _secret) is not { } content)
            return Refuse(Unshareable);
        var command = new MakeHealthLink(
            RequestId, Input.PatientId!, Input.Label ?? "", Input.Passcode ?? "", Input.Life, Input.ViewOnce, content);
        var made = await Link.Make(command);
        if (made.Succeeded)
            return await ShowLink();
        Show(made.Problems);
        // Another request is another link.
        if (RequestId != command.RequestId)
            SendAnother();
        return Page();
    }

    private async Task<IActionResult> ShowLink()
    {
        if (await Link.View() is not { Standing: HealthLinkStanding.Open } view)
            return Redirect(BasePath);
        var text = LinkText.At(HttpContext, Practice).Of(_secret, view.Label, view.HasPasscode, view.ExpiresAt);
        Made = new(view, text, QrPicture.Of(text, "QR code of the link"));
        return Page();
    }

    private void SendAnother()
    {
        Secret = LinkSecret.New();
        ModelState.Remove(nameof(Secret));
    }

    private PageResult Refuse(string problem, string field = "")
    {
        ModelState.AddModelError(field, problem);
        return Page();
    }

    public sealed class NewLinkInput
    {
        public string? PatientId { get; set; }

        public string? Label { get; set; }

        /// <summary>Blanks stay what they are: who typed them is told, and has no link without a passcode.</summary>
        [DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Passcode { get; set; }

        public HealthLinkLife Life { get; set; } = HealthLinkLife.Week;

        public bool ViewOnce { get; set; }
    }

    /// <summary>A link that was just made.</summary>
    /// <param name="View">How it stands.</param>
    /// <param name="Text">The link itself.</param>
    /// <param name="Picture">The same as a QR code.</param>
    public sealed record MadeLink(HealthLinkView View, string Text, IHtmlContent Picture);
}
