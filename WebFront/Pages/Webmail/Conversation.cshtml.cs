using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Webmail;

public sealed class ConversationModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : PatientMailPage(grains, tokens, time, frame)
{
    [BindProperty(SupportsGet = true), FromRoute(Name = "conversation")]
    public string ConversationId { get; set; } = "";

    [BindProperty]
    public ReplyInput Input { get; set; } = new();

    public ConversationView View { get; private set; } = null!;

    public Reader Reader => new(Caller.UserId, Caller.Name);

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
            return Here();
        if (!await Load(null))
            return NotFound();
        await Show(sent.Problems, ConversationId, () => Written);
        return Page();
    }

    public Task<IActionResult> OnPostDraftAsync() => KeepTyped(ConversationId, Written);

    public async Task<IActionResult> OnPostKeepDraftAsync()
    {
        await KeepOnDemand(ConversationId, () => Written);
        return Here();
    }

    public async Task<IActionResult> OnPostAnewAsync(string? draft)
    {
        await ThrowAway(ConversationId, draft);
        return Here();
    }

    public async Task<IActionResult> OnPostUnreadAsync() =>
        PutAway(await Conversation(ConversationId).MarkUnread(), "The conversation is marked as unread.");

    public async Task<IActionResult> OnPostArchiveAsync(bool archived) => PutAway(
        await Conversation(ConversationId).Archive(archived),
        archived ? "The conversation is in your archive. An answer brings it back to the inbox." : "The conversation is in your inbox again.");

    private Draft Written => new("", "", "", Input.Body ?? "", RequestId);

    private RedirectToPageResult Here() => RedirectToPage(new { Practice, conversation = ConversationId });

    private IActionResult PutAway(Result<Done> done, string note)
    {
        if (!done.Succeeded)
            return NotFound();
        Note = note;
        return RedirectToPage("Index", new { Practice });
    }

    private async Task<bool> Load(int? number)
    {
        var conversation = Conversation(ConversationId);
        var view = await conversation.View(number);
        if (view is null)
            return false;
        View = view;
        if (number is null && view.Unread && IsRead(view))
            await conversation.MarkRead(view.Total);
        await LoadList(ConversationId);
        return true;
    }
}

public sealed class ReplyInput
{
    public string? Body { get; set; }
}
