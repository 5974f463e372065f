using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Records.Messages;
using Portal.Grains.Records.Subscriptions;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Webmail;

/// <summary>What is known of both sides when a conversation begins.</summary>
public sealed record ConversationParties(
    string PatientId, string PatientName, string WriterPatientId, string WriterName, string PatientOwner,
    string PracticeOwner, string PracticeName);

/// <summary>The message that a command wants to add, with what the grain knows of it.</summary>
public sealed record Posting(
    string MessageId, Caller By, string Body, ImmutableArray<Attachment> Attachments, DateTimeOffset At)
{
    public bool ByStaff => By.Is(Audience.Staff);

    /// <summary>Whether somebody of the other side is to get an e-mail about it.</summary>
    public bool OwesNotice { get; init; }

    /// <summary>Whether a program has subscribed to messages.</summary>
    public bool IsListenedTo { get; init; }
}

public static class ConversationRules
{
    public const string ArrivedDelivery = "mail.arrived";
    public const string ArrivedAtPracticeDelivery = "mail.arrived_at_practice";

    private const int MostAnswerers = 8;

    public static Decision<ConversationState, string> Start(
        ConversationState state, ConversationParties parties, string subject, Posting posting)
    {
        if (state.Total > 0)
            return ConversationRequests.SentBefore;
        var problems = CheckWords(subject, posting);
        if (!problems.IsEmpty)
            return problems;
        var begun = state with
        {
            Subject = MessageText.Tidy(subject),
            PatientId = parties.PatientId,
            PatientName = parties.PatientName,
            Patient = new() { Owner = parties.PatientOwner, PatientId = parties.WriterPatientId, Name = parties.WriterName },
            Practice = new() { Owner = parties.PracticeOwner, Name = parties.PracticeName },
        };
        return Next(Add(begun, posting), posting.MessageId);
    }

    public static Decision<ConversationState, string> Post(ConversationState state, Posting posting, int? seen)
    {
        var problems = Check(posting);
        if (!problems.IsEmpty)
            return problems;
        if (posting.ByStaff && seen is { } count && AnsweredSince(state, count, posting.By.UserId) is { } other)
        {
            return new Problem(
                "webmail.answered_meanwhile",
                $"{other} answered while you were writing. Read the answer above, then send yours again if it is still needed.",
                "Body");
        }

        return Next(Add(BeginPage(state), posting), posting.MessageId);
    }

    public static Decision<ConversationState, string> Note(ConversationState state, Posting posting)
    {
        var problems = Check(posting);
        if (!problems.IsEmpty)
            return problems;
        var open = BeginPage(state);
        return Next(open with { Messages = open.Messages.Add(Written(posting, Author.Note)), Notes = state.Notes + 1 }, posting.MessageId);
    }

    public static ConversationState Read(ConversationState state, bool byStaff, int seen)
    {
        if (seen < state.Total)
            return state;
        return byStaff
            ? state.Practice.Unread ? state with { Practice = state.Practice with { Unread = false } } : state
            : state.Patient.Unread ? state with { Patient = state.Patient with { Unread = false } } : state;
    }

    public static ConversationState Unread(ConversationState state, bool byStaff) => byStaff
        ? state with { Practice = state.Practice with { Unread = true, MarkedUnread = state.Total } }
        : state with { Patient = state.Patient with { Unread = true, MarkedUnread = state.Total } };

    /// <summary>The practice puts a conversation away by having done it: <see cref="SetDone"/>.</summary>
    public static ConversationState Archive(ConversationState state, bool archived) =>
        state with { Patient = state.Patient with { Archived = archived } };

    public static Decision<ConversationState, Done> Assign(ConversationState state, AssignConversation command, string? name)
    {
        var (holder, userId) = (state.Practice.AssigneeId, command.UserId);
        if (holder == userId)
            return Unchanged(state, Done.Value);
        if (holder is not null && holder != command.Holder)
            return new Problem("webmail.taken_meanwhile", $"{state.Practice.AssigneeName} has this conversation now. If it shall change hands all the same, do that once more.");
        return Next(state with { Practice = state.Practice with { AssigneeId = userId, AssigneeName = name } }, Done.Value);
    }

    public static Decision<ConversationState, Done> SetDone(ConversationState state, bool done)
    {
        if ((state.Practice.Work is WorkState.Done) == done)
            return Unchanged(state, Done.Value);
        var work = done ? WorkState.Done : WhatIsLeft(state);
        return Next(state with { Practice = state.Practice with { Work = work, Unread = state.Practice.Unread && !done } }, Done.Value);
    }

    /// <summary>Whose turn it is goes by who wrote last.</summary>
    private static WorkState WhatIsLeft(ConversationState state) =>
        state.Messages.LastOrDefault(message => message.Author is not Author.Note)?.Author is Author.Practice ? WorkState.WaitingPatient : WorkState.Open;

    /// <summary>The code of what would come into the mailbox of somebody else.</summary>
    public const string OtherPerson = "webmail.other_person";

    /// <summary>The code of a message that is there already, in other words.</summary>
    public const string OtherWords = "webmail.other_words";

    public static Decision<ConversationState, Interfaces.Patients.Saved> Import(
        ConversationState state, ConversationParties parties, ImportConversation command, ImmutableArray<Message> older)
    {
        if (state.Total > 0 && state.PatientId != parties.PatientId)
            return new Problem("webmail.other_patient", "It continues a conversation about another patient.");
        if (state.Total > 0 && state.Patient.PatientId != parties.WriterPatientId)
            return new Problem(OtherPerson, "It continues a conversation of somebody else of the family.");
        var problems = MessageText.CheckSubject(command.Subject)
            .AddRange(command.Messages.SelectMany(message => MessageText.CheckBody(message.Body)));
        if (!problems.IsEmpty)
            return problems;
        var known = older.Concat(state.Messages).ToLookup(message => message.Id, message => message.Body, StringComparer.Ordinal);
        var added = command.Messages.Where(message => !known.Contains(message.Id)).ToImmutableArray();
        if (added.IsEmpty && command.Messages.Any(message => !known[message.Id].Contains(MessageText.Tidy(message.Body))))
            return new Problem(OtherWords, "The message was delivered in other words, and people may have read it.");
        if (added.IsEmpty)
            return Unchanged(state, Interfaces.Patients.Saved.Unchanged);
        var created = state.Total == 0;
        var next = created
            ? state with
            {
                Subject = MessageText.Tidy(command.Subject),
                PatientId = parties.PatientId,
                PatientName = parties.PatientName,
                Patient = new() { Owner = parties.PatientOwner, PatientId = parties.WriterPatientId, Name = parties.WriterName },
                Practice = new() { Owner = parties.PracticeOwner, Name = parties.PracticeName },
            }
            : BeginPage(state);
        next = added.Aggregate(next, AddImported);
        return Next(next, created ? Interfaces.Patients.Saved.Created : Interfaces.Patients.Saved.Updated);
    }

    public static bool IsPageFull(ConversationState state) =>
        state.Messages.Length >= WebmailLimits.PageMessages
        || state.Messages.Sum(message => message.Body.Length) >= WebmailLimits.PageCharacters;

    /// <summary>Whether the patient side has something new that no notice is under way for.</summary>
    public static bool MayOweNotice(ConversationState state) =>
        state.Patient.Unread && (state.Outbox ?? []).All(item => item.Kind != ArrivedDelivery);

    public static ConversationState OweNotice(ConversationState state, string messageId, DateTimeOffset now) =>
        state.Owe(messageId, ArrivedDelivery, state.Patient.Owner, new ArrivedMail(state.Patient.PatientId, state.PatientId), now);

    /// <summary>The grain has kept a full page as a sealed one before it lets a rule add to the conversation.</summary>
    private static ConversationState BeginPage(ConversationState state) =>
        IsPageFull(state) ? state with { Messages = [], SealedPages = state.SealedPages + 1 } : state;

    /// <summary>What a patient is told instead of that the message was sent.</summary>
    public static Problem NobodyReads(string name) => new(
        "webmail.nobody_reads", $"{name} does not read messages any more, so this was not sent. Write a new message to the front desk instead.", "Body");

    /// <summary>What is wrong with the words of a conversation that is to begin, also where it is not known between whom.</summary>
    public static ImmutableArray<Problem> CheckWords(string subject, Posting posting) => MessageText.CheckSubject(subject).AddRange(Check(posting));

    private static ImmutableArray<Problem> Check(Posting posting) =>
        MessageText.CheckBody(posting.Body).AddRange(MessageText.CheckAttachments(posting.Attachments, posting.ByStaff));

    private static string? AnsweredSince(ConversationState state, int seen, string userId) =>
        state.Answerers.FirstOrDefault(answer => answer.Number > seen && answer.UserId != userId)?.Name;

    /// <summary>The last answer of each person of the practice, the latest persons only.</summary>
    private static ImmutableArray<LatestAnswer> Answered(ConversationState state, string userId, string name)
    {
        var others = state.Answerers.RemoveAll(answer => answer.UserId == userId && answer.Name == name);
        if (others.Length >= MostAnswerers)
            others = others.RemoveAt(0);
        return others.Add(new(userId, name, state.Total));
    }

    private static Message Written(Posting posting, Author author) => new(
        posting.MessageId, author, posting.By.UserId, posting.By.Name, posting.At, MessageText.Tidy(posting.Body), posting.Attachments);

    private static ConversationState Add(ConversationState state, Posting posting)
    {
        var next = Told(Append(state, Written(posting, posting.ByStaff ? Author.Practice : Author.Patient)), posting);
        if (!posting.ByStaff)
        {
            next = next with
            {
                Practice = next.Practice with { Unread = true, Work = WorkState.Open },
                Patient = next.Patient with { Unread = false, Archived = false, WroteAt = posting.At },
            };
            return posting.OwesNotice
                ? next.Owe(posting.MessageId, ArrivedAtPracticeDelivery, next.Practice.Owner, Done.Value, posting.At)
                : next;
        }

        next = next with
        {
            Practice = next.Practice with
            {
                Unread = false,
                Work = WorkState.WaitingPatient,
                AssigneeId = next.Practice.AssigneeId ?? posting.By.UserId,
                AssigneeName = next.Practice.AssigneeId is null ? posting.By.Name : next.Practice.AssigneeName,
            },
            Patient = next.Patient with { Unread = true, Archived = false },
            Answerers = Answered(next, posting.By.UserId, posting.By.Name),
        };
        return posting.OwesNotice ? OweNotice(next, posting.MessageId, posting.At) : next;
    }

    /// <summary>What comes from another system comes as a resource, and is told of by the record that stores it.</summary>
    public static ConversationState Told(ConversationState state, Posting posting) => posting.IsListenedTo
        ? state.Owe(
            $"{posting.MessageId}.told",
            ChangeDelivery.Kind,
            state.PatientId,
            new ResourceChange(MessageResource.Type, MessageResource.IdFor(posting.MessageId, state.PatientId), MessageResource.OnlyVersion, state.PatientId, posting.At),
            posting.At)
        : state;

    private static ConversationState AddImported(ConversationState state, ImportedMessage message)
    {
        var author = message.FromPatient ? Author.Patient : Author.Practice;
        var written = new Message(message.Id, author, "", message.AuthorName, message.SentAt, MessageText.Tidy(message.Body), []);
        if (written.SentAt < state.LastAt)
            return AddOlder(state, written);
        var next = Append(state, written);
        return message.FromPatient
            ? next with
            {
                Practice = next.Practice with { Unread = !message.Read, Work = message.Read ? WorkState.Done : WorkState.Open },
                Patient = next.Patient with { WroteAt = message.SentAt },
            }
            : next with
            {
                Practice = next.Practice with { Work = message.Read ? WorkState.Done : WorkState.WaitingPatient },
                Patient = next.Patient with { Unread = !message.Read },
                Answerers = Answered(next, "", message.AuthorName),
            };
    }

    /// <summary>Takes its place in time. What came after it, and where both sides stand since, stays as it is.</summary>
    private static ConversationState AddOlder(ConversationState state, Message message)
    {
        var place = state.Messages.TakeWhile(one => one.SentAt <= message.SentAt).Count();
        var wrote = message.Author is Author.Patient && !(state.Patient.WroteAt > message.SentAt);
        return state with
        {
            Messages = state.Messages.Insert(place, message),
            Total = state.Total + 1,
            Patient = wrote ? state.Patient with { WroteAt = message.SentAt } : state.Patient,
        };
    }

    private static ConversationState Append(ConversationState state, Message message) => state with
    {
        Messages = state.Messages.Add(message),
        Total = state.Total + 1,
        HasAttachment = state.HasAttachment || !message.Attachments.IsEmpty,
        Snippet = MessageText.Snippet(message.Body),
        LastAt = message.SentAt,
    };
}
