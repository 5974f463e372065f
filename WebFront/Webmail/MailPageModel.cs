using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;

namespace Portal.WebFront.Webmail;

/// <summary>What the mail pages of both sides share: the practice's clock and the topics to watch.</summary>
public abstract class MailPageModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time) : PortalPage(grains)
{
    public PracticeView? PracticeView { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string Topic(string topic) => tokens.For(Practice, topic);

    public string ConversationTopic(string conversationId) => Topic(LiveTopic.Conversation(conversationId));

    public string MailTopic(string owner) => Topic(LiveTopic.Mail(owner));

    protected async Task LoadPractice()
    {
        PracticeView = await Grain<IPracticeGrain>(IPracticeGrain.Id).View();
        if (PracticeView is { Locations: [var first, ..] })
            Zone = TimeZoneInfo.FindSystemTimeZoneById(first.TimeZone);
    }

    protected IMailDirectoryGrain Directory => Grain<IMailDirectoryGrain>(IMailDirectoryGrain.Id);

    protected IConversationGrain Conversation(string id) => Grain<IConversationGrain>(id);

    protected IDraftGrain DraftOf(string of) => Grain<IDraftGrain>($"draft:{Caller.UserId}:{of}");

    /// <summary>A draft goes under the id that it was first sent under, until that is known to have been done.</summary>
    protected void SendAs(Draft? draft) => SendUnder(draft?.RequestId ?? RequestIds.New());

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
                await DraftOf(draftOf).Discard();
            return sent;
        }
        catch (Exception)
        {
            await DraftOf(draftOf).Save(written);
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

    /// <summary>The conversation that was begun under the id, when that is why nothing was sent now.</summary>
    protected async Task<ConversationView?> SentUnder(string requestId, ImmutableArray<Problem> problems) =>
        problems.Any(problem => problem.Code == Problem.RequestReused) ? await Conversation(requestId).View(null) : null;
}

/// <summary>The rows of a mail list as the shared partial shows them.</summary>
public sealed record MailList(
    MailPage Page, string BasePath, string Query, string? OpenId, bool ForStaff, DateTimeOffset Now, TimeZoneInfo Zone)
{
    public string HrefOf(MailRow row) => $"{BasePath}/{row.ConversationId}{Query}";

    public string? OlderHref => Page.Next is { } next
        ? $"{BasePath}{Query}{(Query.Length == 0 ? "?" : "&")}after={Uri.EscapeDataString(next)}"
        : null;
}

/// <summary>A thread as the shared partial shows it.</summary>
public sealed record MailThread(
    ConversationView Conversation, string Path, string OwnUserId, bool ForStaff, DateTimeOffset Now, TimeZoneInfo Zone)
{
    public bool IsOwn(Message message) => ForStaff ? message.Author is not Author.Patient : message.Author is Author.Patient;

    /// <summary>A message that names nobody comes from its side: the patient's or representative's, or the practice's inbox.</summary>
    public string NameOf(Message message) =>
        message.AuthorUserId == OwnUserId && OwnUserId.Length > 0 ? "You"
        : message.AuthorName.Length > 0 ? message.AuthorName
        : message.Author is Author.Patient ? Conversation.RepresentativeName ?? Conversation.PatientName
        : Conversation.PracticeName;

    public string FileHref(Attachment file) => $"{Path}/files/{file.Id}";
}
