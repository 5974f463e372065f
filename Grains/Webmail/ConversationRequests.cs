using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>By what a conversation tells a repeated message from another one under the same request id.</summary>
public static class ConversationRequests
{
    /// <summary>The first text stands in the conversation, where its writer can read it.</summary>
    public static readonly Problem SentBefore = new(
        Problem.RequestReused,
        "What you sent first is in the conversation; what you sent now is not. Read it there, and send this too if it is still needed.",
        "Body");

    /// <summary>The answer to a request whose message is in the conversation: the first one again, if it asks for the same.</summary>
    public static Result<string> AnswerAgain(Message sent, Posting posting, bool asNote)
    {
        var isSame = sent.AuthorUserId == posting.By.UserId
            && sent.Author is Author.Note == asNote
            && sent.Body == MessageText.Tidy(posting.Body)
            && sent.Attachments.Select(NameAndHash).SequenceEqual(posting.Attachments.Select(NameAndHash));
        return isSame ? sent.Id : SentBefore;
    }

    public static object ContentOf(StartConversation command) => new
    {
        command.PatientId,
        command.PracticeSide,
        Subject = MessageText.Tidy(command.Subject),
        Message = ContentOf(command.Body, command.Attachments),
    };

    /// <summary>Not what the writer had seen: a page that was loaded again after the first try shows more.</summary>
    public static object ContentOf(PostMessage command) => ContentOf(command.Body, command.Attachments);

    public static object ContentOf(AddNote command) => ContentOf(command.Body, command.Attachments);

    /// <summary>A file that is sent again gets another id; its content is the same.</summary>
    private static object ContentOf(string body, ImmutableArray<Attachment> attachments) => new
    {
        Body = MessageText.Tidy(body),
        Files = attachments.Select(file => new { file.Name, file.Sha256 }),
    };

    private static (string Name, string Sha256) NameAndHash(Attachment file) => (file.Name, file.Sha256);
}
