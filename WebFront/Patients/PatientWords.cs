using System.Globalization;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Patients;

/// <summary>How what is known of patients is said to people.</summary>
public static class PatientWords
{
    public static string Of(PatientStatus status) => status switch
    {
        PatientStatus.NonPatient => "Non-patient",
        _ => status.ToString(),
    };

    public static string Of(Gender gender) => gender is Gender.Unknown ? "Not told" : gender.ToString();

    public static string Of(RepresentativeKind kind) => kind is RepresentativeKind.Guardian ? "Guardian" : "Responsible party";

    public static string Of(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static int AgeOn(DateOnly birth, DateOnly today) =>
        today.Year - birth.Year - (today < birth.AddYears(today.Year - birth.Year) ? 1 : 0);

    /// <summary>As in a list of the practice: last name first.</summary>
    public static string ListName(string lastName, string firstName) =>
        string.Join(", ", new[] { lastName, firstName }.Where(part => part.Length > 0));

    public static IEnumerable<string> AddressLines(Demographics person)
    {
        var city = string.Join(", ", new[] { person.City, $"{person.State} {person.PostalCode}".Trim() }.Where(part => part.Length > 0));
        return new[] { person.AddressLine1, person.AddressLine2, city, person.Country == "US" ? "" : person.Country }
            .Where(line => line.Length > 0);
    }
}
