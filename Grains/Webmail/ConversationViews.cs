using System.Collections.Immutable;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>Shows a conversation to one of its sides.</summary>
public static class ConversationViews
{
    public static ConversationView For(
        ConversationState state, string id, bool staff, ImmutableArray<Message> messages, int first, bool older, ImmutableArray<string> writing) => new()
    {
        Id = id,
        Subject = state.Subject,
        PatientId = state.PatientId,
        PatientName = state.PatientName,
        RepresentativeName = state.Patient.PatientId == state.PatientId ? null : state.Patient.Name,
        PracticeSide = state.Practice.Owner,
        PracticeName = state.Practice.Name,
        Messages = staff ? messages : [.. messages.Where(message => message.Author is not Author.Note)],
        OlderPage = first > 0 ? first - 1 : null,
        IsNewest = !older,
        Total = state.Total,
        Unread = staff ? state.Practice.Unread : state.Patient.Unread,
        KeptUnread = staff
            ? state.Practice.Unread && state.Practice.MarkedUnread == state.Total
            : state.Patient.Unread && state.Patient.MarkedUnread == state.Total,
        Archived = staff ? state.Practice.Work is WorkState.Done : state.Patient.Archived,
        Work = staff ? state.Practice.Work : default,
        AssigneeId = staff ? state.Practice.AssigneeId : null,
        AssigneeName = staff ? state.Practice.AssigneeName : null,
        Writing = writing,
    };
}
