using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Webmail;

/// <summary>What the mail pages of both sides share: the practice's clock and the topics to watch.</summary>
public abstract class MailPageModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time) : PortalPage(grains)
{
    public PracticeView? PracticeView { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>What a new letter's draft is of.</summary>
    internal const string NewDraft = "new";

    private const int FirstPage = 0;

    /// <summary>What the step before did, told on the page that it led to.</summary>
    [TempData]
    public string? Note { get; set; }

    /// <summary>What became of the draft, told beside the form.</summary>
    [TempData]
    public string? DraftStatus { get; set; }

    /// <summary>The new letter that was begun and not sent; none when there is none with words in it.</summary>
    public Draft? Unsent { get; private set; }

    /// <summary>When the text that the form begins with was kept; none when it begins empty.</summary>
    public DateTimeOffset? DraftKeptAt { get; private set; }

    /// <summary>What is to be known of the draft beside when it was kept.</summary>
    public virtual string DraftHint => "";

    /// <summary>Which list stands beside what is shown, as an address tells it: whatever is done here comes back to it.</summary>
    public virtual Dictionary<string, string> Place => [];

    public string Topic(string topic) => tokens.For(Practice, topic);

    public string ConversationTopic(string conversationId) => Topic(LiveTopic.Conversation(conversationId));

    public string MailTopic(string owner) => Topic(LiveTopic.Mail(owner));

    /// <summary>
    /// Whether the person has before the eyes now what was unread: opened, or come into an open page. What was marked as
    /// unread stays so in pages that show it still, the one that is being left among them.
    /// </summary>
    protected bool IsRead(ConversationView view) => !Request.IsFragment() || (Request.IsSeen() && !view.KeptUnread);

    protected async Task LoadPractice()
    {
        PracticeView = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        Zone = LocalTime.ZoneOf(PracticeView);
    }

    protected IMailDirectoryGrain Directory => Grain<IMailDirectoryGrain>(IMailDirectoryGrain.Id);

    protected IConversationGrain Conversation(string id) => Grain<IConversationGrain>(id);

    protected IDraftGrain DraftOf(string of) => Grain<IDraftGrain>(DraftId(of));

    internal static string DraftId(string of) => $"draft:{Caller.UserId}:{of}";

    protected async Task LoadUnsent() => Unsent = await DraftOf(NewDraft).Read() is { } draft && HasWords(draft) ? draft : null;

    /// <summary>A draft that was emptied stays, and is none to go on with.</summary>
    internal static bool HasWords(Draft draft) => draft is not { Subject: "", Body: "" };

    /// <summary>A draft goes under the id that it was first sent under, until that is known to have been done.</summary>
    protected void SendAs(Draft? draft)
    {
        DraftKeptAt = draft is not null && HasWords(draft) ? draft.KeptAt : null;
        SendUnder(draft?.RequestId ?? RequestIds.New());
    }

    /// <summary>Keeps what the page's script sends while somebody types.</summary>
    protected async Task<IActionResult> KeepTyped(string draftOf, Draft written)
    {
        var kept = await DraftOf(draftOf).Save(written);
        if (kept.Succeeded)
            return new NoContentResult();
        return HasEnded(kept) ? new StatusCodeResult(StatusCodes.Status409Conflict) : BadRequest();
    }

    /// <summary>Keeps what somebody asks to keep, under a new id if the form's one has ended: it stood in two windows.</summary>
    protected async Task KeepOnDemand(string draftOf, Func<Draft> written)
    {
        var kept = await DraftOf(draftOf).Save(written());
        if (HasEnded(kept))
        {
            SendUnder(RequestIds.New());
            kept = await DraftOf(draftOf).Save(written());
        }

        DraftStatus = !kept.Succeeded ? kept.Problems[0].Message : HasWords(written()) ? "Draft saved" : "There is nothing to keep yet.";
    }

    /// <summary>Throws the draft away.</summary>
    /// <param name="draftOf">Whose draft it is.</param>
    /// <param name="requestId">The id that it would have been sent under.</param>
    protected async Task ThrowAway(string draftOf, string? requestId)
    {
        await DraftOf(draftOf).Discard(requestId ?? "");
        DraftStatus = "Your draft was thrown away.";
    }

    /// <summary>
    /// Sends what was written. The draft goes once it was sent; when it is not known whether it was, the draft keeps the
    /// text with its id, so that whoever comes back and sends it again asks for the same.
    /// </summary>
    protected async Task<Result<T>> Send<T>(string draftOf, Draft written, Func<Task<Result<T>>> send)
    {
        try
        {
            var sent = await send();
            if (sent.Succeeded)
                await DraftOf(draftOf).Discard(RequestId);
            return sent;
        }
        catch (Exception)
        {
            await KeepUnanswered(draftOf, written);
            throw;
        }
    }

    /// <summary>What was not sent under a used-up id stays in the draft under the new one.</summary>
    protected async Task Show(ImmutableArray<Problem> problems, string draftOf, Func<Draft> written)
    {
        var before = RequestId;
        Show(problems);
        if (RequestId != before)
            await DraftOf(draftOf).Save(written());
    }

    /// <summary>That no answer came is what the person has to know, whatever becomes of the draft.</summary>
    private async Task KeepUnanswered(string draftOf, Draft written)
    {
        try
        {
            await DraftOf(draftOf).Save(written);
        }
        catch (Exception failure)
        {
            // A database's failure as well: the first one is thrown on, and this one must not take its place.
            MailLog.DraftNotKept(HttpContext.RequestServices.GetRequiredService<ILogger<MailPageModel>>(), failure.GetType().Name);
        }
    }

    private static bool HasEnded(Result<Done> kept) => !kept.Succeeded && kept.Problems is [{ Code: DraftLimits.Ended }];

    /// <summary>The beginning of the conversation that was begun under the id, when that is why nothing was sent now.</summary>
    protected async Task<ConversationView?> SentUnder(string requestId, ImmutableArray<Problem> problems) =>
        problems.Any(problem => problem.Code == Problem.RequestReused) ? await Conversation(requestId).View(FirstPage) : null;
}

/// <summary>The rows of a mail list as the shared partial shows them.</summary>
public sealed record MailList(
    MailPage Page, string BasePath, string Query, string? OpenId, bool ForStaff, DateTimeOffset Now, TimeZoneInfo Zone, string? After = null)
{
    /// <summary>What is opened stands beside the page of the list that it was opened from.</summary>
    public string HrefOf(MailRow row) => $"{BasePath}/{row.ConversationId}{(After is { Length: > 0 } ? QueryAfter(After) : Query)}";

    public string? OlderHref => Page.Next is { } next ? BasePath + QueryAfter(next) : null;

    private string QueryAfter(string after) => $"{Query}{(Query.Length == 0 ? "?" : "&")}after={Uri.EscapeDataString(after)}";
}

/// <summary>Who reads a thread.</summary>
/// <param name="UserId">By which sign-in.</param>
/// <param name="Names">The names that stand under what this person wrote.</param>
public sealed record Reader(string UserId, params ImmutableArray<string> Names);

/// <summary>A thread as the shared partial shows it.</summary>
public sealed record MailThread(
    ConversationView Conversation, string Path, Reader Reader, bool ForStaff, DateTimeOffset Now, TimeZoneInfo Zone, string Query = "")
{
    public bool IsOwn(Message message) => ForStaff ? message.Author is not Author.Patient : message.Author is Author.Patient;

    public string NameOf(Message message) => IsByReader(message) ? "You" : SignatureOf(message);

    /// <summary>A message that names nobody comes from its side: the patient's or representative's, or the practice's inbox.</summary>
    private string SignatureOf(Message message) =>
        message.AuthorName.Length > 0 ? message.AuthorName
        : message.Author is Author.Patient ? Conversation.RepresentativeName ?? Conversation.PatientName
        : Conversation.PracticeName;

    /// <summary>What was taken over from another system is no sign-in's; there the name tells.</summary>
    private bool IsByReader(Message message) => message.AuthorUserId.Length > 0
        ? message.AuthorUserId == Reader.UserId
        : IsOwn(message) && Reader.Names.Contains(SignatureOf(message), StringComparer.Ordinal);

    public string OlderHref(int part) => $"{Path}{(Query.Length > 0 ? $"{Query}&" : "?")}part={part}";

    public string FileHref(Attachment file) => $"{Path}/files/{file.Id}";
}
