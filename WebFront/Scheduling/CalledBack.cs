using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Scheduling;

/// <summary>Whom the practice is to call about a visit, and where.</summary>
/// <param name="PatientId">The record of who is to be called.</param>
/// <param name="Name">Who asked; empty when the staff noted the call and nobody is named.</param>
/// <param name="Phone">The number as it is shown; empty when none is known.</param>
/// <param name="AskedAt">When the call was asked for, where somebody asked.</param>
public sealed record CalledBack(string PatientId, string Name, string Phone, DateTimeOffset? AskedAt)
{
    public string Href => PatientWords.Dial(Phone);

    public static CalledBack Of(VisitCard visit) =>
        new(visit.CallBack?.PatientId ?? visit.PatientId, visit.CallBack?.Name ?? "", visit.CallBackPhone, visit.CallBack?.AskedAt);

    public static CalledBack Of(CallBack? asked, PatientView? person) => new(
        asked?.PatientId ?? person?.Id ?? "", asked?.Name ?? "", person is null ? "" : PatientWords.PhoneOf(person.Demographics), asked?.AskedAt);

    /// <summary>"Ana Ortiz asks for a call"; "Call Leo Ortiz back" when nobody is named.</summary>
    public string Title(string patientName) => Name.Length > 0 ? $"{Name} asks for a call" : $"Call {patientName} back";
}
