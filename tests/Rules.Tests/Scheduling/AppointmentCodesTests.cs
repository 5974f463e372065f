using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Rules.Tests.Scheduling;

public sealed class AppointmentCodesTests
{
    [Theory]
    [InlineData("proposed", AppointmentStatus.Planned, null, "proposed")]
    [InlineData("pending", AppointmentStatus.Planned, null, "proposed")]
    [InlineData("booked", AppointmentStatus.Scheduled, null, "booked")]
    [InlineData("arrived", AppointmentStatus.Scheduled, null, "arrived")]
    [InlineData("checked-in", AppointmentStatus.Scheduled, null, "checked-in")]
    [InlineData("fulfilled", AppointmentStatus.Complete, null, "fulfilled")]
    [InlineData("cancelled", AppointmentStatus.Broken, BreakKind.Cancelled, "cancelled")]
    [InlineData("noshow", AppointmentStatus.Broken, BreakKind.Missed, "noshow")]
    [InlineData("entered-in-error", AppointmentStatus.Broken, BreakKind.EnteredInError, "entered-in-error")]
    [InlineData("waitlist", AppointmentStatus.UnschedList, null, "waitlist")]
    public void A_status_is_read_and_written_as_domain_says(string code, AppointmentStatus status, BreakKind? broken, string written)
    {
        Assert.True(AppointmentCodes.TryRead(code, out var standing));
        Assert.Equal((status, broken), (standing.Status, standing.BrokenAs));
        Assert.Equal(written, AppointmentCodes.Write(standing));
    }

    [Theory]
    [InlineData("BOOKED")]
    [InlineData("")]
    public void What_is_no_visit_is_not_read(string code) => Assert.False(AppointmentCodes.TryRead(code, out _));
}
