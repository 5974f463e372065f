using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Staff.Inbox;

[RequestSizeLimit(StaffUpload.Limit)]
[RequestFormLimits(MultipartBodyLengthLimit = StaffUpload.Limit)]
public sealed class ConversationModel(
    IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame, AttachmentIntake intake)
    : StaffMailPage(grains, tokens, time, frame)
{
    [BindProperty(SupportsGet = true), FromRoute(Name = "conversation")]
    public string ConversationId { get; set; } = "";

    [BindProperty]
    public AnswerInput Input { get; set; } = new();

    public ConversationView View { get; private set; } = null!;

    public string UserId => Caller.UserId;

    /// <summary>Who treats signs with the provider's name.</summary>
    public Reader Reader => new(UserId, PracticeView?.Providers.FirstOrDefault(provider => provider.Id == Caller.ProviderId) is { } own ? [Caller.Name, own.Name] : [Caller.Name]);

    public string BackHref => BasePath + Query;

    public IEnumerable<SelectListItem> Colleagues =>
        (PracticeView?.Staff ?? []).Select(member => new SelectListItem(member.Name, member.UserId));

    /// <summary>Who will not read what is written here; none when the patient's side can and may.</summary>
    public string? NotRead => View is { AddresseeMayRead: true, AddresseeHasAccess: true } ? null : View.RepresentativeName ?? View.PatientName;

    public string WhyNotRead => View switch
    {
        { AddresseeMayRead: true } => "There is no online access now. What is written here waits until it is given.",
        { RepresentativeName: null } => "The record is closed to its patient.",
        _ => $"It is about {View.PatientName}, whom {NotRead} may not see any more.",
    };

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "part")] int? number)
    {
        if (!await Load(number))
            return NotFound();
        await LoadDraft();
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellation) => Write(
        files => Conversation(ConversationId).Post(new(RequestId, Input.Body ?? "", files, Input.Seen)), cancellation);

    public Task<IActionResult> OnPostNoteAsync(CancellationToken cancellation) => Write(
        files => Conversation(ConversationId).AddNote(new(RequestId, Input.Body ?? "", files)), cancellation);

    public Task<IActionResult> OnPostDraftAsync() => KeepTyped(ConversationId, Written);

    public async Task<IActionResult> OnPostAnewAsync(string? draft)
    {
        await ThrowAway(ConversationId, draft);
        return Here();
    }

    public async Task<IActionResult> OnPostAssignAsync() => await Worked(
        await Conversation(ConversationId).Assign(new(RequestId, IdOf(Input.UserId), IdOf(Input.Holder))));

    public async Task<IActionResult> OnPostDoneAsync(bool done) =>
        await Worked(await Conversation(ConversationId).SetDone(new(RequestId, done)));

    public async Task<IActionResult> OnPostUnreadAsync()
    {
        if (!(await Conversation(ConversationId).MarkUnread()).Succeeded)
            return NotFound();
        Note = "The conversation is marked as unread.";
        return RedirectToPage("Index", new { Practice, Box, Work });
    }

    private static string? IdOf(string? field) => string.IsNullOrEmpty(field) ? null : field;

    private Draft Written => new("", "", "", Input.Body ?? "", RequestId);

    private async Task<IActionResult> Write(
        Func<ImmutableArray<Attachment>, Task<Result<PostReceipt>>> write, CancellationToken cancellation)
    {
        var taken = await intake.Take(Input.Files ?? [], cancellation);
        var written = await Send(ConversationId, Written, () => write(AttachmentIntake.ToSend(taken)));
        if (written.Succeeded)
            return Here();
        await intake.Forget(taken, cancellation);
        return await ShowAgain(AttachmentIntake.Explain(written.Problems, taken));
    }

    /// <summary>What is being written on the same page is left as it is.</summary>
    private async Task<IActionResult> Worked(Result<Done> result)
    {
        if (result.Succeeded)
            return Here();
        if (!await Load(null))
            return NotFound();
        Show(result.Problems);
        await LoadDraft();
        return Page();
    }

    private RedirectToPageResult Here() => RedirectToPage(new { Practice, conversation = ConversationId, Box, Work });

    private async Task<IActionResult> ShowAgain(ImmutableArray<Problem> problems)
    {
        if (!await Load(null))
            return NotFound();
        // What was written meanwhile is on the page now; sending once more means it was seen.
        Input.Seen = View.Total;
        ModelState.Remove("Input.Seen");
        await Show(problems, ConversationId, () => Written);
        return Page();
    }

    private async Task LoadDraft()
    {
        var draft = await DraftOf(ConversationId).Read();
        Input.Body = draft?.Body ?? "";
        Input.Seen = View.Total;
        SendAs(draft);
    }

    private async Task<bool> Load(int? number)
    {
        var conversation = Conversation(ConversationId);
        var view = await conversation.View(number);
        if (view is null)
            return false;
        View = view;
        Input.UserId ??= view.AssigneeId;
        if (number is null && view.Unread && IsRead(view))
            await conversation.MarkRead(view.Total);
        await LoadList(ConversationId);
        return true;
    }
}

public sealed class AnswerInput
{
    public string? Body { get; set; }

    /// <summary>How many messages the writer had on the page.</summary>
    public int? Seen { get; set; }

    public List<IFormFile>? Files { get; set; }

    /// <summary>Who is to have the conversation.</summary>
    public string? UserId { get; set; }

    /// <summary>Who had it on the page.</summary>
    public string? Holder { get; set; }
}
