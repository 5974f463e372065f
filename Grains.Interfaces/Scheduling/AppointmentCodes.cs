namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>How the status of a visit is said in FHIR R4 (domain.md C1).</summary>
public static class AppointmentCodes
{
    /// <summary>Reads an R4 appointment status. False for what R4 does not know.</summary>
    public static bool TryRead(string code, out AppointmentStanding standing)
    {
        AppointmentStanding? read = code switch
        {
            "proposed" or "pending" => new(AppointmentStatus.Planned),
            "booked" => new(AppointmentStatus.Scheduled),
            "arrived" => new(AppointmentStatus.Scheduled, Confirmation: ConfirmationStatus.Arrived),
            "checked-in" => new(AppointmentStatus.Scheduled, Confirmation: ConfirmationStatus.ReadyToGoBack),
            "fulfilled" => new(AppointmentStatus.Complete),
            "cancelled" => new(AppointmentStatus.Broken, BreakKind.Cancelled),
            "noshow" => new(AppointmentStatus.Broken, BreakKind.Missed),
            "entered-in-error" => new(AppointmentStatus.Broken, BreakKind.EnteredInError),
            "waitlist" => new(AppointmentStatus.UnschedList),
            _ => null,
        };
        standing = read.GetValueOrDefault();
        return read is not null;
    }

    /// <summary>The R4 appointment status of a visit.</summary>
    public static string Write(AppointmentStanding standing) => standing switch
    {
        { Status: AppointmentStatus.Planned } => "proposed",
        { Status: AppointmentStatus.Complete } => "fulfilled",
        { Status: AppointmentStatus.UnschedList } => "waitlist",
        { Status: AppointmentStatus.Broken, BrokenAs: BreakKind.Missed } => "noshow",
        { Status: AppointmentStatus.Broken, BrokenAs: BreakKind.EnteredInError } => "entered-in-error",
        { Status: AppointmentStatus.Broken } => "cancelled",
        { Confirmation: ConfirmationStatus.Arrived } => "arrived",
        { Confirmation: ConfirmationStatus.ReadyToGoBack or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk } => "checked-in",
        _ => "booked",
    };
}

/// <summary>What an R4 appointment status says at once.</summary>
/// <param name="Status">The visit's status.</param>
/// <param name="BrokenAs">How it was broken.</param>
/// <param name="Confirmation">The confirmation, where the code tells it.</param>
public readonly record struct AppointmentStanding(
    AppointmentStatus Status, BreakKind? BrokenAs = null, ConfirmationStatus? Confirmation = null);
