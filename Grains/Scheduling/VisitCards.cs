using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Gives the rows of a list the names that belong to them.</summary>
internal sealed class VisitCards(PracticeView practice, DateTimeOffset now)
{
    public PracticeView Practice => practice;

    public DateTimeOffset Now => now;

    public VisitCard Of(VisitRow row, string? patientName = null)
    {
        var visit = row.Visit;
        var location = practice.Locations.FirstOrDefault(location => location.Id == visit.Slot!.LocationId);
        return new()
        {
            Id = row.Id,
            PatientId = visit.PatientId,
            PatientName = patientName ?? row.PatientName,
            Status = visit.Status,
            BrokenAs = visit.BrokenAs,
            Slot = visit.Slot!,
            LocationName = location?.Name ?? "",
            LocationAddress = location?.Address ?? "",
            TimeZone = location?.TimeZone ?? "Etc/UTC",
            ProviderNames = [.. visit.Slot!.ProviderIds.Select(NameOf).OfType<string>()],
            Reason = visit.Reason,
            Procedures = visit.Procedures,
            Confirmation = visit.Confirmation,
            AwaitsAnswer = ConfirmationRules.AwaitsAnswer(visit, now),
        };
    }

    private string? NameOf(string providerId) => practice.Providers.FirstOrDefault(provider => provider.Id == providerId)?.Name;
}
