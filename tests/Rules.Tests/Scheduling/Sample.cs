using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;

namespace Portal.Rules.Tests.Scheduling;

/// <summary>A practice in Chicago with a branch in Denver, on Monday 2 March 2026, 8 AM in Chicago.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = At(2, 8);

    public static readonly PracticeView Practice = new()
    {
        Card = new() { Slug = "demo", Name = "Lakeside Dental" },
        Locations = [new("main", "Main Street", "America/Chicago"), new("west", "West Side", "America/Denver")],
        Providers =
        [
            new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main", "west"]),
            new("lee", "Dr. Joon Lee", ProviderKind.Dentist, ["main"]),
        ],
        Chairs = [new("c1", "main", "Op 1", 1), new("c2", "main", "Op 2", 2), new("w1", "west", "Op A", 1)],
    };

    private static int _ids;

    /// <summary>An instant of March 2026, before daylight saving begins, by the clock in Chicago.</summary>
    public static DateTimeOffset At(int day, int hour, int minute = 0) => new DateTimeOffset(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(-6)).ToUniversalTime();

    public static Slot Slot(int day, int hour, int minutes = 60, string chair = "c1", string provider = "raman") =>
        new("main", chair, [provider], At(day, hour), At(day, hour).AddMinutes(minutes));

    public static Asking Asking(DateTimeOffset? now = null) => new(AskedRequest.Of($"r{++_ids}", "test"), $"n{++_ids}", "Ana", now ?? Now);

    public static ScheduleAppointment Schedule(Slot slot, string reason = "Cleaning") => new("r", "maria", slot, reason, []);

    /// <summary>A visit that stands in the book.</summary>
    public static AppointmentState Standing(
        Slot? slot = null, ConfirmationStatus confirmation = ConfirmationStatus.Unconfirmed, AppointmentStatus status = AppointmentStatus.Scheduled)
    {
        var begun = AppointmentRules.Schedule(new(), Schedule(slot ?? Slot(3, 9)) with { TimeIsMeant = true }, Practice, true, Asking());
        var landed = Placement.Land(begun.Next!, Now);
        return landed with { Visit = landed.Visit! with { Confirmation = confirmation, Status = status } };
    }

    public static string? Code<TState, T>(this Decision<TState, T> decision)
        where TState : DocumentState => decision.Answer.Problems.FirstOrDefault()?.Code;

    public static string[] Codes<TState, T>(this Decision<TState, T> decision)
        where TState : DocumentState => [.. decision.Answer.Problems.Select(problem => problem.Code)];
}
