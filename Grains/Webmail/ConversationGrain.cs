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
using Portal.Grains.Records.Messages;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Webmail;

[GrainType("conversation")]
public sealed class ConversationGrain(
    [PersistentState("conversation", DocumentQueries.Database)] IPersistentState<ConversationState> stored,
    [FromKeyedServices(DocumentQueries.Database)] IGrainStorage rows,
    DocumentServices services)
    : DocumentGrain<ConversationState>(stored, services), IConversationGrain, IAboutPatient
{
    /// <summary>A conversation is rewritten whole with every message, so it remembers what a repeat may ask for and no more.</summary>
    private const int RememberedRequests = 16;

    private readonly WritingNow _writing = new(services.Time);
    private IGrainTimer? _writingEnds;

    protected override int Remembers => RememberedRequests;

    public string? AboutPatient => State.PatientId is { Length: > 0 } id ? id : null;

    public async Task<Result<PostReceipt>> Start(StartConversation command)
    {
        var caller = CallerScope.Required;
        var parties = await new ConversationPartiesFinder(Services.Grains, Key.Practice).ForNew(command.PatientId, command.PracticeSide, caller);
        var written = PostingOf(command.RequestId, command.Body, command.Attachments);
        if (!parties.Succeeded)
            return parties.Problems.AddRange(ConversationRules.CheckWords(command.Subject, written));
        var (posting, _) = await PostingTo(command.PracticeSide, parties.Value.PatientOwner, written);
        if (await SentBefore(posting, asNote: false) is { } before)
            return Receipt(before);
        var answer = await Decide(
            Asked(command.RequestId, "start", ConversationRequests.ContentOf(command)),
            state => ConversationRules.Start(state, parties.Value, command.Subject, posting));
        if (answer.Succeeded)
        {
            await OweToListeners(posting);
            await OweNoticeAfterALook(posting, answer.Value);
        }

        return Receipt(answer);
    }

    public async Task<Result<PostReceipt>> Post(PostMessage command)
    {
        if (!await TakesPart())
            return NotHere;
        var written = PostingOf(command.RequestId, command.Body, command.Attachments);
        if (await SentBefore(written, asNote: false) is { } before)
            return Receipt(before);
        await KeepFullPage();
        var (posting, isRead) = await PostingTo(State.Practice.Owner, State.Patient.Owner, written);
        if (!isRead)
            return ConversationRules.NobodyReads(State.Practice.Name);
        var answer = await Decide(
            Asked(command.RequestId, "post", ConversationRequests.ContentOf(command)),
            state => ConversationRules.Post(state, posting, command.Seen));
        if (answer.Succeeded)
        {
            _writing.Stopped(posting.By.UserId);
            await OweToListeners(posting);
            await OweNoticeAfterALook(posting, answer.Value);
        }

        return Receipt(answer);
    }

    public async Task<SpokenConversation?> Spoken()
    {
        var state = State;
        return !Exists || state.Total == 0 ? null : new()
        {
            Id = Key.Id,
            Subject = state.Subject,
            PatientId = state.PatientId,
            PersonId = state.Patient.PatientId,
            PersonName = state.Patient.Name,
            PracticeSide = state.Practice.Owner,
            PracticeName = state.Practice.Name,
            Messages = [.. (await Pages.ReadRange(0, state.SealedPages)).Concat(state.Messages).Where(message => message.Author is not Author.Note)],
        };
    }

    public async Task<Result<PostReceipt>> AddNote(AddNote command)
    {
        if (!await TakesPart())
            return NotHere;
        var posting = PostingOf(command.RequestId, command.Body, command.Attachments);
        if (await SentBefore(posting, asNote: true) is { } before)
            return Receipt(before);
        await KeepFullPage();
        var answer = await Decide(
            Asked(command.RequestId, "note", ConversationRequests.ContentOf(command)), state => ConversationRules.Note(state, posting));
        if (answer.Succeeded)
            _writing.Stopped(posting.By.UserId);
        return Receipt(answer);
    }

    public async Task<Result<Saved>> Import(ImportConversation command)
    {
        var parties = await new ConversationPartiesFinder(Services.Grains, Key.Practice).ForImport(command.PatientId, command.PersonId ?? command.PatientId, command.PracticeSide);
        if (!parties.Succeeded)
            return parties.Problems;
        await KeepFullPage();
        var older = await Pages.ReadRange(0, State.SealedPages);
        return await Decide(
            Asked(command.RequestId, "import", command), state => ConversationRules.Import(state, parties.Value, command, older));
    }

    public async Task<ConversationView?> View(int? page)
    {
        if (!await TakesPart())
            return null;
        var staff = IsStaff;
        var writing = _writing.Others(CallerScope.Required.UserId, staff, State.Practice.Name);
        var older = page is { } number && number >= 0 && number < State.SealedPages;
        var last = older ? page!.Value : State.SealedPages;
        var first = ConversationPages.FirstShownWith(last);
        var messages = await Pages.ReadRange(first, older ? last + 1 : last);
        var view = ConversationViews.For(State, Key.Id, staff, older ? messages : messages.AddRange(State.Messages), first, older, writing);
        return staff
            ? view with { AddresseeMayRead = await MayBeReadBy(State.Patient.PatientId), AddresseeHasAccess = await HasAccess(State.Patient.PatientId) }
            : view;
    }

    public Task<Result<Done>> MarkRead(int seen) => Change(state => ConversationRules.Read(state, IsStaff, seen));

    public Task<Result<Done>> MarkUnread() => Change(state => ConversationRules.Unread(state, IsStaff));

    public Task<Result<Done>> Archive(bool archived) => Change(state => ConversationRules.Archive(state, archived));

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

        return await Decide(
            Asked(command.RequestId, "assign", command.UserId ?? ""), state => ConversationRules.Assign(state, command, name));
    }

    public async Task<Result<Done>> SetDone(SetDone command) => await TakesPart()
        ? await Decide(Asked(command.RequestId, "done", command.Done), state => ConversationRules.SetDone(state, command.Done))
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
            var messages = page == State.SealedPages ? State.Messages : await Pages.Read(page);
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

    private Listening Listening => field ??= new(Services.Grains, Key.Practice, Services.Time, Services.Log);

    private ConversationPages Pages => field ??= new(rows, Key);

    private static bool IsStaff => CallerScope.Required.Is(Audience.Staff);

    /// <summary>The message has the request's id, so that a repetition is recognised as long as the message is there.</summary>
    private Posting PostingOf(string requestId, string body, ImmutableArray<Attachment> attachments) =>
        new(requestId, CallerScope.Required, body, attachments, Now);

    /// <summary>The ring forgets a request after some others; its message stays.</summary>
    private async Task<Result<string>?> SentBefore(Posting posting, bool asNote)
    {
        if (await Pages.SentUnder(posting.MessageId, State.Messages, State.SealedPages) is not { } sent)
            return null;
        AnnounceAgain();
        return ConversationRequests.AnswerAgain(sent, posting, asNote);
    }

    /// <summary>Most messages need no notice, and a message that owes none is one write less.</summary>
    /// <returns>The message with what it owes, and whether anybody reads it.</returns>
    private async Task<(Posting Posting, bool IsRead)> PostingTo(string practiceOwner, string patientOwner, Posting posting)
    {
        posting = posting with { IsListenedTo = await Listening.To(MessageResource.Type) };
        if (posting.ByStaff)
            return (posting with { OwesNotice = !await WasTold(patientOwner) }, true);
        var practice = Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id));
        var reception = await practice.ReceptionOf(practiceOwner);
        return (posting with { OwesNotice = reception is MailReception.Told }, reception is not MailReception.Closed);
    }

    /// <summary>Who began to listen while the message was written hears of it too.</summary>
    private async Task OweToListeners(Posting posting)
    {
        if (!posting.IsListenedTo && await Listening.To(MessageResource.Type))
            await Commit(ConversationRules.Told(State, posting with { IsListenedTo = true }));
    }

    /// <summary>The patient may have looked while the message was written: before it was there, after the notice was left out.</summary>
    private async Task OweNoticeAfterALook(Posting posting, string messageId)
    {
        if (posting.ByStaff && ConversationRules.MayOweNotice(State) && !await WasTold(State.Patient.Owner))
            await Commit(ConversationRules.OweNotice(State, messageId, Now));
    }

    private async Task<bool> WasTold(string patientOwner)
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return await Services.Grains.GetGrain<IMailboxGrain>(GrainKey.For(Key.Practice, patientOwner)).WasTold();
    }

    private Result<PostReceipt> Receipt(Result<string> messageId)
    {
        if (messageId.Succeeded)
            return new PostReceipt(Key.Id, messageId.Value);
        return messageId.Problems is [{ Code: Problem.RequestReused }] ? ConversationRequests.SentBefore : messageId.Problems;
    }

    /// <summary>Staff of the practice, or the patient side's owner as long as that person may see the patient.</summary>
    private async Task<bool> TakesPart()
    {
        if (State.Total == 0)
            return false;
        if (IsStaff)
            return true;
        var caller = CallerScope.Required;
        var isOwner = State.Patient.Owner == MailOwner.User(caller.UserId);
        return (isOwner && (caller.PatientId == State.PatientId || (caller.PatientId is { } viewer && await MayBeReadBy(viewer))))
            || AuditedCall.Refuse();
    }

    private Task<bool> MayBeReadBy(string viewer) =>
        Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, State.PatientId)).MayBeSeenBy(viewer);

    private async Task<bool> HasAccess(string patientId) =>
        await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId)).Card() is { UserId: not null };

    private async Task<Result<Done>> Change(Func<ConversationState, ConversationState> change)
    {
        if (!await TakesPart())
            return NotHere;
        var next = change(State);
        if (!ReferenceEquals(next, State))
            await Commit(next);
        return Done.Value;
    }

    /// <summary>The page first: the conversation, which then begins a new one, follows with the write of the message.</summary>
    private async Task KeepFullPage()
    {
        if (ConversationRules.IsPageFull(State))
            await Pages.Write(State.SealedPages, State.Messages);
    }
}
