using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Webmail;

[Collection(SharedCluster.Name)]
public sealed class ConversationTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_message_reaches_the_dentists_inbox_unread_and_the_writers_sent_folder()
    {
        var practice = await Practice();
        var id = await practice.Begin();

        var inbox = await As(practice.Dentist, () => practice.Directory.StaffList(new(["provider:raman"], null, WorkFilter.NeedsAnswer)));
        var sent = await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Sent)));

        var row = Assert.Single(inbox.Rows);
        Assert.Equal((id, "Crown", "Ana Ortiz", true), (row.ConversationId, row.Subject, row.Correspondent, row.Unread));
        Assert.Equal(id, Assert.Single(sent.Rows).ConversationId);
        Assert.Equal(1, await As(practice.Dentist, () => practice.Directory.StaffUnread(["provider:raman"])));
    }

    [Fact]
    public async Task The_answer_reaches_the_patient_and_reading_it_clears_the_count()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        WebmailPractice.Require(await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("Come in today.", 1))));

        Assert.Equal(1, await As(practice.Mother, practice.Directory.PatientUnread));
        var view = await As(practice.Mother, () => practice.Conversation(id).View(null));
        Assert.Equal(["It came loose.", "Come in today."], view!.Messages.Select(message => message.Body));
        await As(practice.Mother, () => practice.Conversation(id).MarkRead(view.Total));

        Assert.Equal(0, await As(practice.Mother, practice.Directory.PatientUnread));
    }

    [Fact]
    public async Task Reading_less_than_what_is_there_leaves_it_unread()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("First.", 1)));

        await As(practice.Mother, () => practice.Conversation(id).MarkRead(1));

        Assert.Equal(1, await As(practice.Mother, practice.Directory.PatientUnread));
    }

    [Fact]
    public async Task The_same_request_sends_once()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        var answer = WebmailPractice.Answer("Once.");

        var first = await As(practice.Mother, () => practice.Conversation(id).Post(answer));
        var second = await As(practice.Mother, () => practice.Conversation(id).Post(answer));

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(2, (await As(practice.Mother, () => practice.Conversation(id).View(null)))!.Total);
    }

    [Fact]
    public async Task A_corrected_text_under_the_id_of_the_first_is_told_and_not_swallowed()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        var answer = WebmailPractice.Answer("At nine.");
        await As(practice.Mother, () => practice.Conversation(id).Post(answer));

        var corrected = await As(practice.Mother, () => practice.Conversation(id).Post(answer with { Body = "At ten." }));

        Assert.Equal(Problem.RequestReused, Assert.Single(corrected.Problems).Code);
        Assert.Contains("What you sent first is in the conversation", corrected.Problems[0].Message, StringComparison.Ordinal);
        var view = await As(practice.Mother, () => practice.Conversation(id).View(null));
        Assert.Equal(["It came loose.", "At nine."], view!.Messages.Select(message => message.Body));
    }

    [Fact]
    public async Task A_corrected_first_message_is_told_and_not_swallowed()
    {
        var practice = await Practice();
        var id = NewId();
        var start = new StartConversation(NewId(), "mother", "provider:raman", "Crown", "At nine.", []);
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Start(start)));

        var again = await As(practice.Mother, () => practice.Conversation(id).Start(start));
        var corrected = await As(practice.Mother, () => practice.Conversation(id).Start(start with { Body = "At ten." }));

        Assert.True(again.Succeeded);
        Assert.Equal(Problem.RequestReused, Assert.Single(corrected.Problems).Code);
    }

    [Fact]
    public async Task A_repeated_message_is_the_same_from_a_page_that_shows_more_and_with_its_file_sent_again()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        var file = new Attachment(NewId(), "plan.pdf", "application/pdf", 16, new string('a', 64));
        var answer = WebmailPractice.Answer("See\r\nthe plan.", 1) with { Attachments = [file] };
        var first = await As(practice.Dentist, () => practice.Conversation(id).Post(answer));

        var again = await As(practice.Dentist, () => practice.Conversation(id).Post(
            answer with { Body = "See\nthe plan. ", Seen = 2, Attachments = [file with { Id = NewId() }] }));
        var otherFile = await As(practice.Dentist, () => practice.Conversation(id).Post(
            answer with { Attachments = [file with { Sha256 = new string('b', 64) }] }));

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(Problem.RequestReused, Assert.Single(otherFile.Problems).Code);
    }

    [Fact]
    public async Task Another_act_under_the_id_of_the_first_is_refused_and_never_answered_with_its_answer()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        var requestId = NewId();
        WebmailPractice.Require(await As(practice.Desk, () => practice.Conversation(id).Assign(new(requestId, "s-desk"))));

        var done = await As(practice.Desk, () => practice.Conversation(id).SetDone(new(requestId, true)));
        var answered = await As(practice.Desk, () => practice.Conversation(id).Post(new(requestId, "Come in.", [], 1)));
        var noted = await As(practice.Desk, () => practice.Conversation(id).AddNote(new(requestId, "Come in.", [])));

        Assert.Equal(Problem.RequestReused, Assert.Single(done.Problems).Code);
        Assert.Equal(Problem.RequestReused, Assert.Single(answered.Problems).Code);
        Assert.Equal(Problem.RequestReused, Assert.Single(noted.Problems).Code);
        Assert.Equal((WorkState.Open, 1), ((await StaffView(practice, id)).Work, (await StaffView(practice, id)).Messages.Length));
    }

    [Fact]
    public async Task To_anybody_else_the_conversation_does_not_exist()
    {
        var practice = await Practice();
        var id = await practice.Begin();

        Assert.Null(await As(practice.Stranger, () => practice.Conversation(id).View(null)));
        var refused = await As(practice.Stranger, () => practice.Conversation(id).Post(WebmailPractice.Answer("Hello")));
        Assert.Equal("webmail.not_found", Assert.Single(refused.Problems).Code);
        Assert.Empty((await As(practice.Stranger, () => practice.Directory.PatientList(new(MailFolder.Inbox)))).Rows);
    }

    [Fact]
    public async Task A_mother_writes_regarding_her_child_and_a_stranger_cannot()
    {
        var practice = await Practice();
        var id = await practice.Begin(about: "child");

        var row = Assert.Single((await As(practice.Desk, () => practice.Directory.StaffList(new([], null, WorkFilter.All)))).Rows);
        Assert.Equal((id, "Leo Ortiz", "Ana Ortiz"), (row.ConversationId, row.Regarding, row.Correspondent));

        var foreign = new StartConversation(NewId(), "child", "provider:raman", "Mine?", "No.", []);
        var refused = await As(practice.Stranger, () => practice.Conversation(NewId()).Start(foreign));
        Assert.Equal("webmail.unknown_patient", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public async Task Notes_are_for_the_practice_only()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        WebmailPractice.Require(await As(practice.Desk, () => practice.Conversation(id).AddNote(new(NewId(), "Patient owes us.", []))));

        var staff = await As(practice.Desk, () => practice.Conversation(id).View(null));
        var patient = await As(practice.Mother, () => practice.Conversation(id).View(null));
        var found = await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox, "owes")));
        var foundByStaff = await As(practice.Desk, () => practice.Directory.StaffList(new([], null, WorkFilter.All, "OWES")));

        Assert.Equal(2, staff!.Messages.Length);
        Assert.Single(patient!.Messages);
        Assert.Empty(found.Rows);
        Assert.Single(foundByStaff.Rows);
    }

    [Fact]
    public async Task Files_of_a_note_are_for_the_practice_only()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        var file = new Attachment(NewId(), "letter.pdf", "application/pdf", 100, "");
        WebmailPractice.Require(await As(practice.Desk, () => practice.Conversation(id).AddNote(new(NewId(), "Their insurer wrote.", [file]))));

        var note = (await As(practice.Dentist, () => practice.Conversation(id).View(null)))!.Messages[^1];
        var patientRow = Assert.Single((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox)))).Rows);

        Assert.Equal(file, Assert.Single(note.Attachments));
        Assert.Equal(file, await As(practice.Dentist, () => practice.Conversation(id).Attachment(file.Id)));
        Assert.Null(await As(practice.Mother, () => practice.Conversation(id).Attachment(file.Id)));
        Assert.False(patientRow.HasAttachment);
    }

    [Fact]
    public async Task Each_side_marks_it_unread_for_itself()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        await As(practice.Dentist, () => practice.Conversation(id).MarkRead(1));
        WebmailPractice.Require(await As(practice.Mother, practice.Conversation(id).MarkUnread));
        Assert.Equal(1, await As(practice.Mother, practice.Directory.PatientUnread));
        Assert.Equal(0, await As(practice.Dentist, () => practice.Directory.StaffUnread(["provider:raman"])));

        await As(practice.Mother, () => practice.Conversation(id).MarkRead(1));
        WebmailPractice.Require(await As(practice.Dentist, practice.Conversation(id).MarkUnread));

        Assert.Equal(0, await As(practice.Mother, practice.Directory.PatientUnread));
        Assert.Equal(1, await As(practice.Dentist, () => practice.Directory.StaffUnread(["provider:raman"])));
    }

    [Fact]
    public async Task Two_people_cannot_answer_unknowingly()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("From the dentist.", 1)));

        var late = await As(practice.Desk, () => practice.Conversation(id).Post(WebmailPractice.Answer("From the desk.", 1)));
        Assert.Equal("webmail.answered_meanwhile", Assert.Single(late.Problems).Code);

        var insisted = await As(practice.Desk, () => practice.Conversation(id).Post(WebmailPractice.Answer("From the desk.", 2)));
        Assert.True(insisted.Succeeded);
    }

    [Fact]
    public async Task An_answer_that_was_not_seen_is_found_in_a_sealed_page_too()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        for (var number = 1; number < WebmailLimits.PageMessages - 1; number++)
            WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer("More."))));
        var seen = WebmailLimits.PageMessages - 1;
        WebmailPractice.Require(await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("The last of its page.", seen))));
        WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer("The first of the next."))));

        var late = await As(practice.Desk, () => practice.Conversation(id).Post(WebmailPractice.Answer("From the desk.", seen)));

        Assert.Equal("webmail.answered_meanwhile", Assert.Single(late.Problems).Code);
        Assert.Contains("Priya Raman", late.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_goes_from_open_to_waiting_to_done_and_a_new_message_opens_it_again()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        Assert.Equal(WorkState.Open, (await StaffView(practice, id)).Work);
        await As(practice.Desk, () => practice.Conversation(id).Assign(new(NewId(), "s-raman")));
        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("Fixed?", 1)));
        Assert.Equal((WorkState.WaitingPatient, "Dr. Priya Raman"), ((await StaffView(practice, id)).Work, (await StaffView(practice, id)).AssigneeName));
        await As(practice.Desk, () => practice.Conversation(id).SetDone(new(NewId(), true)));
        Assert.Equal(WorkState.Done, (await StaffView(practice, id)).Work);
        await As(practice.Desk, () => practice.Conversation(id).SetDone(new(NewId(), false)));
        Assert.Equal(WorkState.WaitingPatient, (await StaffView(practice, id)).Work);

        await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer("No, it is loose again.")));

        Assert.Equal(WorkState.Open, (await StaffView(practice, id)).Work);
    }

    [Fact]
    public async Task What_was_done_by_mistake_is_opened_again()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        await As(practice.Desk, () => practice.Conversation(id).SetDone(new(NewId(), true)));
        Assert.Empty((await As(practice.Desk, () => practice.Directory.StaffList(new([], null, WorkFilter.Open)))).Rows);

        WebmailPractice.Require(await As(practice.Desk, () => practice.Conversation(id).SetDone(new(NewId(), false))));

        Assert.Equal(WorkState.Open, Assert.Single((await As(practice.Desk, () => practice.Directory.StaffList(new([], null, WorkFilter.NeedsAnswer)))).Rows).Work);
    }

    [Fact]
    public async Task Long_conversations_are_sealed_into_pages_without_losing_a_message()
    {
        var practice = await Practice();
        var id = await practice.Begin(body: "Message 0");
        var count = (7 * WebmailLimits.PageMessages) + 5;
        for (var number = 1; number < count; number++)
            WebmailPractice.Require(await As(practice.Mother, () => practice.Conversation(id).Post(WebmailPractice.Answer($"Message {number}"))));

        var newest = await As(practice.Mother, () => practice.Conversation(id).View(null));
        Assert.True(newest!.IsNewest);
        var bodies = newest.Messages.Select(message => message.Body).ToList();
        for (var shown = newest; shown!.OlderPage is { } page; bodies.InsertRange(0, shown!.Messages.Select(message => message.Body)))
        {
            shown = await As(practice.Mother, () => practice.Conversation(id).View(page));
            Assert.False(shown!.IsNewest);
        }

        Assert.True(newest.Messages.Length is < 40 and > WebmailLimits.PageMessages, $"{newest.Messages.Length} messages are shown together");
        Assert.Equal(Enumerable.Range(0, count).Select(number => $"Message {number}"), bodies);
        Assert.Single((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox, "message 3")))).Rows);
    }

    [Fact]
    public async Task A_long_conversation_that_came_in_can_grow_and_come_in_again()
    {
        var practice = await Practice();
        var id = NewId();
        ImportConversation Letter(int messages) => new(
            NewId(), "mother", "provider:raman", "Crown", [.. Enumerable.Range(0, messages).Select(number => new ImportedMessage(
                $"m{number}", new DateTimeOffset(2026, 3, 1, 9, number, 0, TimeSpan.Zero), number % 2 == 0, "Ana Ortiz", $"Message {number}", true))]);
        async Task<Saved> Import(int messages) => (await As(practice.System, () => practice.Conversation(id).Import(Letter(messages)))).Value;

        Assert.Equal(Saved.Created, await Import(WebmailLimits.PageMessages + 1));
        Assert.Equal(Saved.Unchanged, await Import(WebmailLimits.PageMessages + 1));
        Assert.Equal(Saved.Updated, await Import(WebmailLimits.PageMessages + 3));
        Assert.Equal(Saved.Unchanged, await Import(WebmailLimits.PageMessages + 3));

        var seen = await As(practice.Mother, () => practice.Conversation(id).View(null));
        Assert.Equal(Enumerable.Range(0, WebmailLimits.PageMessages + 3).Select(number => $"Message {number}"), seen!.Messages.Select(message => message.Body));
    }

    [Fact]
    public async Task Paging_by_key_shows_every_conversation_once()
    {
        var practice = await Practice();
        var begun = new List<string>();
        for (var number = 0; number < 7; number++)
            begun.Add(await practice.Begin(to: "pool:front-desk", subject: $"Subject {number}"));

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox, "", after, 3)));
            seen.AddRange(page.Rows.Select(row => row.ConversationId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(begun.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Archived_conversations_leave_the_inbox_until_the_practice_writes_again()
    {
        var practice = await Practice();
        var id = await practice.Begin();
        await As(practice.Mother, () => practice.Conversation(id).Archive(true));
        Assert.Empty((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox)))).Rows);
        Assert.Single((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Archive)))).Rows);

        await As(practice.Dentist, () => practice.Conversation(id).Post(WebmailPractice.Answer("News.", 1)));

        Assert.Single((await As(practice.Mother, () => practice.Directory.PatientList(new(MailFolder.Inbox)))).Rows);
    }

    private static async Task<ConversationView> StaffView(WebmailPractice practice, string id) =>
        (await As(practice.Desk, () => practice.Conversation(id).View(null)))!;

    private async Task<WebmailPractice> Practice()
    {
        var practice = new WebmailPractice(cluster);
        await practice.Build();
        return practice;
    }
}
