using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Staff.Inbox;

[RequestSizeLimit(StaffUpload.Limit)]
[RequestFormLimits(MultipartBodyLengthLimit = StaffUpload.Limit)]
public sealed class ComposeModel(
    IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame, AttachmentIntake intake)
    : MailPageModel(grains, tokens, time)
{
    [BindProperty]
    public ComposeInput Input { get; set; } = new();

    /// <summary>What was begun under the id of this form with another text.</summary>
    public ConversationView? SentBefore { get; private set; }

    public PatientCard? Patient { get; private set; }

    /// <summary>To whom another letter was begun, and is not sent.</summary>
    public string? DraftFor { get; private set; }

    [BindProperty]
    public string? Find { get; set; }

    public ImmutableArray<PatientRow> Found { get; private set; } = [];

    public List<SelectListItem> Senders { get; private set; } = [];

    public string BasePath => $"/{Practice}/staff/inbox";

    public async Task OnGetAsync(string? patient)
    {
        var draft = await DraftOf(NewDraft).Read();
        if (draft?.PatientId != patient)
        {
            DraftFor = draft is not null && HasWords(draft) ? draft.PatientId : null;
        }
        else if (draft is not null)
        {
            Input = new() { PatientId = draft.PatientId, To = draft.To, Subject = draft.Subject, Body = draft.Body };
            SendAs(draft);
        }

        Input.PatientId = patient;
        await LoadChoices();
    }

    public Task OnPostFindAsync() => LoadChoices();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var taken = await intake.Take(Input.Files ?? [], cancellation);
        var start = new StartConversation(
            RequestId, Input.PatientId ?? "", Input.To ?? "", Input.Subject ?? "", Input.Body ?? "", AttachmentIntake.ToSend(taken));
        var sent = await Send(NewDraft, Written, () => Conversation(RequestId).Start(start));
        if (sent.Succeeded)
        {
            Note = "Your message was sent.";
            return RedirectToPage("Index", new { Practice });
        }

        await intake.Forget(taken, cancellation);
        return await ShowAgain(AttachmentIntake.Explain(sent.Problems, taken));
    }

    public Task<IActionResult> OnPostDraftAsync() => KeepTyped(NewDraft, Written);

    public async Task<IActionResult> OnPostAnewAsync(string? draft)
    {
        var patient = (await DraftOf(NewDraft).Read())?.PatientId;
        await ThrowAway(NewDraft, draft);
        return RedirectToPage(new { Practice, patient });
    }

    private Draft Written => new(Input.To ?? "", Input.PatientId ?? "", Input.Subject ?? "", Input.Body ?? "", RequestId);

    private async Task<IActionResult> ShowAgain(ImmutableArray<Problem> problems)
    {
        await LoadChoices();
        SentBefore = await SentUnder(RequestId, problems);
        await Show(problems, NewDraft, () => Written);
        return Page();
    }

    private async Task LoadChoices()
    {
        frame.CurrentArea = Areas.Inbox;
        await LoadPractice();
        if (Input.PatientId is { Length: > 0 } patientId)
            Patient = await Grain<IPatientGrain>(patientId).Card();
        else if (!string.IsNullOrWhiteSpace(Find))
            Found = (await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).Search(new(Find, null, 20))).Rows;
        Senders = [.. SendersOf()];
    }

    private IEnumerable<SelectListItem> SendersOf()
    {
        var provider = PracticeView?.Providers.FirstOrDefault(one => one.Id == Caller.ProviderId);
        if (provider is not null)
            yield return new(provider.Name, $"provider:{provider.Id}");
        foreach (var pool in (PracticeView?.Pools ?? []).Where(pool => !pool.OutOfUse))
            yield return new(pool.Name, $"pool:{pool.Id}");
    }
}

public sealed class ComposeInput
{
    public string? PatientId { get; set; }

    public string? To { get; set; }

    public string? Subject { get; set; }

    public string? Body { get; set; }

    public List<IFormFile>? Files { get; set; }
}
