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

    /// <summary>Whether the portal shows patients of the status to others than the staff.</summary>
    public static bool IsShown(PatientStatus status) => status is PatientStatus.Patient or PatientStatus.NonPatient or PatientStatus.Inactive;

    /// <summary>Why nobody sees the record in the portal.</summary>
    public static string WhyHidden(PatientStatus status, string name) =>
        $"The status of {name} is {Of(status)}: the portal shows the record to the staff only, so nobody acts for {name} as long as that stays.";

    public static string Of(Gender gender) => gender is Gender.Unknown ? "Not known" : gender.ToString();

    public static string Of(RepresentativeKind kind) => kind is RepresentativeKind.Guardian ? "Guardian" : "Responsible party";

    /// <summary>"English": the language of a tag, in English; the tag itself where it is none that we know.</summary>
    public static string LanguageOf(string tag)
    {
        if (tag.Length == 0)
            return "Not known";
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    public static string Of(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static int AgeOn(DateOnly birth, DateOnly today) =>
        today.Year - birth.Year - (today < birth.AddYears(today.Year - birth.Year) ? 1 : 0);

    /// <summary>As in a list of the practice: last name first.</summary>
    public static string ListName(string lastName, string firstName) =>
        string.Join(", ", new[] { lastName, firstName }.Where(part => part.Length > 0));

    /// <summary>The number to reach somebody by, as the practice's lists show it.</summary>
    public static string PhoneOf(Demographics person) =>
        new[] { person.WirelessPhone, person.HomePhone, person.WorkPhone }.FirstOrDefault(phone => phone.Length > 0) ?? "";

    /// <summary>The address that dials a number.</summary>
    public static string Dial(string phone) => $"tel:{new string([.. phone.Where(c => char.IsAsciiDigit(c) || c == '+')])}";

    public static IEnumerable<string> AddressLines(Demographics person)
    {
        var city = string.Join(", ", new[] { person.City, $"{person.State} {person.PostalCode}".Trim() }.Where(part => part.Length > 0));
        return new[] { person.AddressLine1, person.AddressLine2, city, person.Country == "US" ? "" : person.Country }
            .Where(line => line.Length > 0);
    }
}
