using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Tests.Scheduling;

/// <summary>A calendar file means the right hour on both sides of both changes of the clock.</summary>
public sealed class CalendarFileTests
{
    private static readonly PracticeView _practice = new()
    {
        Card = new() { Slug = "demo", Name = "Lakeside Dental", Phone = "312-555-0100" },
        Locations = [new("main", "Main Street", "America/Chicago", "12 Main Street"), new("az", "Mesa", "America/Phoenix")],
    };

    [Theory]
    [InlineData("America/Chicago", "2026-03-07", "15:00")]
    [InlineData("America/Chicago", "2026-03-08", "14:00")]
    [InlineData("America/Chicago", "2026-10-31", "14:00")]
    [InlineData("America/Chicago", "2026-11-01", "15:00")]
    [InlineData("America/Phoenix", "2026-07-01", "16:00")]
    [InlineData("America/Phoenix", "2026-12-01", "16:00")]
    public void Nine_in_the_morning_is_the_same_instant_in_the_file(string zone, string day, string utc)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var start = LocalTime.Instant(LocalTime.Zone(zone), date, new(9, 0))!.Value;

        var lines = Lines(start);

        Assert.Contains($"DTSTART:{date:yyyyMMdd}T{utc.Replace(":", "", StringComparison.Ordinal)}00Z", lines);
        Assert.Contains($"DTEND:{start.AddMinutes(45).UtcDateTime:yyyyMMdd'T'HHmmss}Z", lines);
    }

    [Theory]
    [InlineData(ConfirmationStatus.NotCalled, "TENTATIVE")]
    [InlineData(ConfirmationStatus.EConfirmSent, "TENTATIVE")]
    [InlineData(ConfirmationStatus.EConfirmCallBack, "TENTATIVE")]
    [InlineData(ConfirmationStatus.Confirmed, "CONFIRMED")]
    [InlineData(ConfirmationStatus.Arrived, "CONFIRMED")]
    public void A_visit_that_nobody_confirmed_is_not_called_so(ConfirmationStatus confirmation, string status) =>
        Assert.Contains($"STATUS:{status}", Lines(new(2026, 11, 1, 15, 0, 0, TimeSpan.Zero), confirmation));

    [Fact]
    public void Another_program_reads_the_same_instants_back()
    {
        var start = new DateTimeOffset(2026, 11, 1, 15, 0, 0, TimeSpan.Zero);

        var read = Ical.Net.Calendar.Load(string.Join("\r\n", Lines(start)))!.Events.Single();

        Assert.Equal(start.UtcDateTime, read.Start!.AsUtc);
        Assert.Equal("Dental Appointment", read.Summary);
        Assert.Equal("Lakeside Dental, Main Street, 12 Main Street", read.Location);
    }

    private static string[] Lines(DateTimeOffset start, ConfirmationStatus confirmation = ConfirmationStatus.Confirmed)
    {
        var visit = new AppointmentView { Id = "v1", PatientId = "p", Confirmation = confirmation, Slot = new("main", "c1", ["raman"], start, start.AddMinutes(45)) };
        return CalendarFile.Of(visit, _practice, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Split("\r\n");
    }
}
