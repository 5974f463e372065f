using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Documents;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Pages.Summary;

/// <summary>Sends the summary to an address: first where to, then a warning, and only then it goes.</summary>
public sealed class SendModel(
    IGrainFactory grains, CcdKeeper keeper, IBlobStore blobs, DirectGateway direct, TimeProvider time, PageFrame frame)
    : SummaryPage(grains, keeper, time, frame)
{
    [BindProperty]
    public SendInput Input { get; set; } = new();

    [TempData]
    public string? Note { get; set; }

    public bool HasDirect => direct.IsThere;

    /// <summary>Whether the warning is shown.</summary>
    public bool Asks { get; private set; }

    public bool IsDirect => Input.Way is RecordCopyKind.Direct;

    private bool IsPossible => Input.Way is RecordCopyKind.Email || (IsDirect && HasDirect);

    public async Task<IActionResult> OnGetAsync() => await Load() && await Document() is not null ? Page() : NotFound();

    /// <summary>Shows the warning; nothing is sent.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Load() || !IsPossible)
            return NotFound();
        Asks = HasAddress();
        return Page();
    }

    /// <summary>Back to the address, which stands there to be mended.</summary>
    public async Task<IActionResult> OnPostChangeAsync() => await Load() && IsPossible ? Page() : NotFound();

    /// <summary>The warning was read: it goes.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellation)
    {
        if (!await Load() || !IsPossible || await Document() is not { } document)
            return NotFound();
        if (!HasAddress())
            return Page();
        if (!Input.Understood)
        {
            Asks = true;
            ModelState.AddModelError("Input.Understood", "Tick the box to say that you have read this.");
            return Page();
        }

        var sent = await Send(document, cancellation);
        if (sent.Succeeded)
        {
            Note = $"The summary is on its way to {Input.Address}. The history shows when it was handed over.";
            return RedirectToPage("/Summary/Index", new { Practice, patient = Person.Id });
        }

        Show(sent.Problems);
        return Page();
    }

    private async Task<Result<Done>> Send(KeptCcd document, CancellationToken cancellation)
    {
        var file = IsDirect ? CcdFiles.Document(document) : CcdFiles.Package(document);
        if (CcdFiles.TooLargeToSend(file.Content.Length) is { } tooLarge)
            return tooLarge;
        var fileId = Ulid.NewUlid(Now).ToString().ToLowerInvariant();
        using var content = new MemoryStream(file.Content, writable: false);
        await blobs.Save(fileId, content, file.Content.Length, cancellation);
        var sent = await Grain<IRecordCopyGrain>(RequestId).Send(new(
            new(Person.Id, document.Edition.Version, file.Form), Input.Way, Input.Address, fileId, file.Name, file.MediaType));
        if (!sent.Succeeded)
            await blobs.Delete(fileId, cancellation);
        return sent;
    }

    /// <summary>The same rule as that of the grain: nobody is asked to confirm what is then refused.</summary>
    private bool HasAddress()
    {
        if (CopyAddress.IsOne(Input.Address))
            return true;
        ModelState.AddModelError(IsDirect ? "Input.DirectTo" : "Input.To", CopyAddress.Hint);
        return false;
    }
}

public sealed class SendInput
{
    public RecordCopyKind Way { get; set; } = RecordCopyKind.Email;

    public string To
    {
        get;
        set => field = value ?? "";
    }
    = "";

    /// <summary>Of Direct; it has a field of its own, so that it never ends up in that of ordinary e-mail.</summary>
    public string DirectTo
    {
        get;
        set => field = value ?? "";
    }
    = "";

    public string Address => (Way is RecordCopyKind.Direct ? DirectTo : To).Trim();

    public bool Understood { get; set; }
}
