using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[GrainType("conversation")]
public sealed class ConversationGrain(
    [PersistentState("conversation", DocumentQueries.Database)] IPersistentState<ConversationState> stored,
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage rows,
    DocumentServices services)
    : DocumentGrain<ConversationState>(stored, services), IConversationGrain, IAboutPatient
{
    private readonly WritingNow _writing = new(services.Time);
    private IGrainTimer? _writingEnds;

    public string? AboutPatient => State.PatientId is { Length: > 0 } id ? id : null;

    public async Task<Result<PostReceipt>> Start(StartConversation command)
    {
        var caller = CallerScope.Required;
        var parties = await new ConversationPartiesFinder(Services.Grains, Key.Practice).ForNew(command.PatientId, command.PracticeSide, caller);
        if (!parties.Succeeded)
            return parties.Problems;
        var posting = await PostingTo(command.PracticeSide, command.Body, command.Attachments);
        return await Decide(command.RequestId, state => ConversationRules.Start(state, parties.Value, command.Subject, posting));
    }

    public async Task<Result<PostReceipt>> Post(PostMessage command)
    {
        if (!await TakesPart())
            return NotHere;
        await SealFullPage();
        var posting = await PostingTo(State.Practice.Owner, command.Body, command.Attachments);
        var answer = await Decide(command.RequestId, state => ConversationRules.Post(state, posting, command.Seen));
        if (answer.Succeeded)
            _writing.Stopped(posting.By.UserId);
        return answer;
    }

    public async Task<Result<PostReceipt>> AddNote(AddNote command)
    {
        if (!await TakesPart())
            return NotHere;
        await SealFullPage();
        var posting = PostingOf(command.Body, []);
        return await Decide(command.RequestId, state => ConversationRules.Note(state, posting));
    }

    public async Task<Result<Saved>> Import(ImportConversation command)
    {
        var parties = await new ConversationPartiesFinder(Services.Grains, Key.Practice).ForImport(command.PatientId, command.PracticeSide);
        return parties.Succeeded
            ? await Decide(command.RequestId, state => ConversationRules.Import(state, parties.Value, command))
            : parties.Problems;
    }

    public async Task<ConversationView?> View(int? page)
    {
        if (!await TakesPart())
            return null;
        var staff = IsStaff;
        var writing = _writing.Others(CallerScope.Required.UserId, staff, State.Practice.Name);
        if (page is { } number && number >= 0 && number < State.SealedPages)
            return ConversationViews.For(State, Key.Id, staff, await ReadPage(number), number, writing);
        return ConversationViews.For(State, Key.Id, staff, State.Messages, State.SealedPages, writing);
    }

    public Task<Result<Done>> MarkRead(int seen) => Change(state => ConversationRules.Read(state, IsStaff, seen));

    public Task<Result<Done>> MarkUnread() => Change(state => ConversationRules.Unread(state, IsStaff));

    public Task<Result<Done>> Archive(bool archived) => Change(state => ConversationRules.Archive(state, IsStaff, archived));

    public async Task<Result<Done>> Assign(AssignConversation command)
    {
        if (!await TakesPart())
            return NotHere;
        string? name = null;
        if (command.UserId is { } userId)
        {
            var practice = await Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id)).View();
            name = practice?.Staff.FirstOrDefault(member => member.UserId == userId)?.Name;
            if (name is null)
                return new Problem("webmail.unknown_colleague", "Choose a person who works here.", "UserId");
        }

        return await Decide(command.RequestId, state => ConversationRules.Assign(state, command.UserId, name));
    }

    public async Task<Result<Done>> SetDone(SetDone command) => await TakesPart()
        ? await Decide(command.RequestId, state => ConversationRules.SetDone(state, command.Done))
        : NotHere;

    public async Task Writing()
    {
        if (!await TakesPart() || !_writing.Started(CallerScope.Required, IsStaff))
            return;
        Services.Publish(Key.Practice, LiveTopic.Conversation(Key.Id));
        _writingEnds ??= this.RegisterGrainTimer(ShowWritingEnded, WebmailLimits.WritingLasts, WebmailLimits.WritingLasts);
    }

    public async Task<Attachment?> Attachment(string attachmentId)
    {
        if (!await TakesPart())
            return null;
        var staff = IsStaff;
        for (var page = State.SealedPages; page >= 0; page--)
        {
            var messages = page == State.SealedPages ? State.Messages : await ReadPage(page);
            var found = messages
                .Where(message => staff || message.Author is not Author.Note)
                .SelectMany(message => message.Attachments)
                .FirstOrDefault(file => file.Id == attachmentId);
            if (found is not null)
                return found;
        }

        return null;
    }

    protected override void Announce(ConversationState before, ConversationState after)
    {
        Services.Publish(Key.Practice, LiveTopic.Conversation(Key.Id));
        Services.Publish(Key.Practice, LiveTopic.Mail(after.Patient.Owner));
        Services.Publish(Key.Practice, LiveTopic.Mail(after.Practice.Owner));
        Services.Publish(Key.Practice, LiveTopic.AllMail);
    }

    private Task ShowWritingEnded()
    {
        if (_writing.SomeoneEnded())
            Services.Publish(Key.Practice, LiveTopic.Conversation(Key.Id));
        if (_writing.IsQuiet)
        {
            _writingEnds?.Dispose();
            _writingEnds = null;
        }

        return Task.CompletedTask;
    }

    private static Problem NotHere => new("webmail.not_found", "There is no such conversation. It may have been opened with another sign-in.");

    private static bool IsStaff => CallerScope.Required.Is(Audience.Staff);

    private Posting PostingOf(string body, ImmutableArray<Attachment> attachments) =>
        new(Key.Id, Services.Ids.New(), CallerScope.Required, body, attachments, Now);

    /// <summary>Most practices' notices are few, and a message that owes none is one write less.</summary>
    private async Task<Posting> PostingTo(string owner, string body, ImmutableArray<Attachment> attachments)
    {
        var posting = PostingOf(body, attachments);
        if (posting.ByStaff)
            return posting;
        var practice = Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id));
        return posting with { TellsPractice = await practice.TellsOfMail(owner) };
    }

    /// <summary>Staff of the practice, or the patient side's owner as long as that person may see the patient.</summary>
    private async Task<bool> TakesPart()
    {
        if (State.Total == 0)
            return false;
        if (IsStaff)
            return true;
        var caller = CallerScope.Required;
        if (State.Patient.Owner != MailOwner.User(caller.UserId))
            return false;
        return caller.PatientId == State.PatientId
            || (caller.PatientId is { } viewer
                && await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, State.PatientId)).MayBeSeenBy(viewer));
    }

    private async Task<Result<Done>> Change(Func<ConversationState, ConversationState> change)
    {
        if (!await TakesPart())
            return NotHere;
        var next = change(State);
        if (!ReferenceEquals(next, State))
            await Commit(next);
        return Done.Value;
    }

    private async Task SealFullPage()
    {
        if (!ConversationRules.IsPageFull(State))
            return;
        // The page row first: should the second write be lost, the same row is simply written again.
        var id = PageId(State.SealedPages);
        var row = new GrainState<ConversationPage>();
        await rows.ReadStateAsync(ConversationPage.RowName, id, row);
        row.State = new ConversationPage { Messages = State.Messages };
        await rows.WriteStateAsync(ConversationPage.RowName, id, row);
        await Commit(ConversationRules.Seal(State));
    }

    private async Task<ImmutableArray<Message>> ReadPage(int number)
    {
        var row = new GrainState<ConversationPage>();
        await rows.ReadStateAsync(ConversationPage.RowName, PageId(number), row);
        return row.State?.Messages ?? [];
    }

    private GrainId PageId(int number) => GrainId.Create(
        ConversationPage.RowName, GrainKey.For(Key.Practice, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key.Id}/{number:D6}")));
}
