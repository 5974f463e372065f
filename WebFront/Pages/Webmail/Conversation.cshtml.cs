using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Webmail;

public sealed class ConversationModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : PatientMailPage(grains, tokens, time, frame)
{
    [BindProperty(SupportsGet = true), FromRoute(Name = "conversation")]
    public string ConversationId { get; set; } = "";

    [BindProperty]
    public ReplyInput Input { get; set; } = new();

    [TempData]
    public string? DraftStatus { get; set; }

    public ConversationView View { get; private set; } = null!;

    public string UserId => Caller.UserId;

    public string? OwnPatientId => Caller.PatientId;

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "part")] int? number)
    {
        if (!await Load(number))
            return NotFound();
        var draft = await DraftOf(ConversationId).Read();
        Input.Body = draft?.Body ?? "";
        SendAs(draft);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var sent = await Send(
            ConversationId, Written, () => Conversation(ConversationId).Post(new(RequestId, Input.Body ?? "", [], Seen: null)));
        if (sent.Succeeded)
            return RedirectToPage(new { Practice, conversation = ConversationId });
        if (!await Load(null))
            return NotFound();
        await Show(sent.Problems, ConversationId, () => Written);
        return Page();
    }

    public async Task<IActionResult> OnPostDraftAsync()
    {
        var kept = await DraftOf(ConversationId).Save(Written);
        return kept.Succeeded ? new NoContentResult() : BadRequest();
    }

    public async Task<IActionResult> OnPostKeepDraftAsync()
    {
        var kept = await DraftOf(ConversationId).Save(Written);
        DraftStatus = kept.Succeeded ? "Draft saved" : kept.Problems[0].Message;
        return RedirectToPage(new { Practice, conversation = ConversationId });
    }

    public async Task<IActionResult> OnPostUnreadAsync()
    {
        await Conversation(ConversationId).MarkUnread();
        return RedirectToPage("Index", new { Practice });
    }

    public async Task<IActionResult> OnPostArchiveAsync(bool archived)
    {
        await Conversation(ConversationId).Archive(archived);
        return RedirectToPage("Index", new { Practice });
    }

    private Draft Written => new("", "", "", Input.Body ?? "", RequestId);

    private async Task<bool> Load(int? number)
    {
        var conversation = Conversation(ConversationId);
        var view = await conversation.View(number);
        if (view is null)
            return false;
        View = view;
        if (number is null && view.Unread && Request.IsSeen())
            await conversation.MarkRead(view.Total);
        await LoadList(ConversationId);
        return true;
    }
}

public sealed class ReplyInput
{
    public string? Body { get; set; }
}
