using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Webmail;

public sealed class ComposeModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : MailPageModel(grains, tokens, time)
{
    [BindProperty]
    public ComposeInput Input { get; set; } = new();

    /// <summary>What was begun under the id of this form with another text.</summary>
    public ConversationView? SentBefore { get; private set; }

    public List<SelectListItem> People { get; private set; } = [];

    public List<SelectListItem> Addressees { get; private set; } = [];

    /// <summary>About whom a letter was asked for, by a link.</summary>
    [BindProperty(SupportsGet = true, Name = "about")]
    public string? About { get; set; }

    public override Dictionary<string, string> Place => About is { } about ? new() { ["about"] = about } : [];

    /// <summary>A draft keeps whom it is about, whatever link led to it.</summary>
    public override string DraftHint => About is null || About == Input.PatientId || NameOf(About) is not { } wanted || NameOf(Input.PatientId) is not { } begun
        ? ""
        : $"It is about {begun}. To write about {wanted}, begin anew.";

    public async Task OnGetAsync()
    {
        var draft = await DraftOf(NewDraft).Read();
        SendAs(draft);
        if (draft is not null)
            Input = new() { PatientId = draft.PatientId, To = draft.To, Subject = draft.Subject, Body = draft.Body };
        if (draft is null || !HasWords(draft) || draft.PatientId.Length == 0)
            Input.PatientId = About ?? draft?.PatientId ?? Caller.PatientId;
        await LoadChoices();
    }

    private string? NameOf(string? patientId) => People.FirstOrDefault(person => person.Value == patientId)?.Text;

    public async Task<IActionResult> OnPostAsync()
    {
        // The conversation has the request's id, so that a second submit of the same form meets it.
        var start = new StartConversation(
            RequestId, Input.PatientId ?? "", Input.To ?? "", Input.Subject ?? "", Input.Body ?? "", []);
        var sent = await Send(NewDraft, Written, () => Conversation(RequestId).Start(start));
        if (sent.Succeeded)
        {
            Note = "Your message was sent.";
            return RedirectToPage("Index", new { Practice });
        }

        await LoadChoices();
        SentBefore = await SentUnder(RequestId, sent.Problems);
        await Show(sent.Problems, NewDraft, () => Written);
        return Page();
    }

    public Task<IActionResult> OnPostDraftAsync() => KeepTyped(NewDraft, Written);

    public async Task<IActionResult> OnPostKeepDraftAsync()
    {
        await KeepOnDemand(NewDraft, () => Written);
        return RedirectToPage(new { Practice });
    }

    public async Task<IActionResult> OnPostDiscardAsync()
    {
        await DraftOf(NewDraft).Discard(RequestId);
        Note = "Your draft was thrown away.";
        return RedirectToPage("Index", new { Practice });
    }

    public async Task<IActionResult> OnPostAnewAsync(string? draft)
    {
        await ThrowAway(NewDraft, draft);
        return RedirectToPage(new { Practice, about = About });
    }

    private Draft Written => new(Input.To ?? "", Input.PatientId ?? "", Input.Subject ?? "", Input.Body ?? "", RequestId);

    private async Task LoadChoices()
    {
        frame.CurrentArea = Areas.Messages;
        await LoadPractice();
        var visible = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(Caller.PatientId ?? "");
        People = [.. visible.Select(card => new SelectListItem(card.Id == Caller.PatientId ? $"{card.Name} (you)" : card.Name, card.Id))];
        Addressees = [.. ProvidersOf(visible), .. PracticeView?.Pools.Where(pool => !pool.OutOfUse).Select(pool => new SelectListItem($"{pool.Name}: {pool.About}", $"pool:{pool.Id}")) ?? []];
    }

    private IEnumerable<SelectListItem> ProvidersOf(IEnumerable<PatientCard> visible)
    {
        var wanted = visible.Select(card => card.PrimaryProviderId).ToHashSet(StringComparer.Ordinal);
        return (PracticeView?.Providers ?? [])
            .Where(provider => provider is { AcceptsMessages: true, OutOfUse: false } && wanted.Contains(provider.Id))
            .Select(provider => new SelectListItem(provider.Name, $"provider:{provider.Id}"));
    }
}

public sealed class ComposeInput
{
    public string? PatientId { get; set; }

    public string? To { get; set; }

    public string? Subject { get; set; }

    public string? Body { get; set; }
}
