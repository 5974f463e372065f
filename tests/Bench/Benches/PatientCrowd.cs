using System.Text.Json;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Bench.Benches;

/// <summary>Made-up patients: 1 600 family names of which one has a tenth of the people, 400 first names.</summary>
internal static class PatientCrowd
{
    private const string CommonName = "Smith";
    private const int FirstNumber = 100;

    private static readonly string[] _begin =
        ["Al", "Bar", "Ca", "Dun", "El", "Fer", "Gar", "Hol", "Ir", "Jo", "Kel", "Lar", "Mar", "Nor", "Ol", "Pat", "Quin", "Ros", "San", "Tor"];

    private static readonly string[] _end =
        ["ado", "bert", "by", "cia", "der", "dez", "field", "gan", "ington", "kins", "land", "ley", "man", "mer", "nett", "ova", "rin", "son", "ton", "well"];

    public static IEnumerable<(string Key, string Document)> Documents(int count) => Enumerable.Range(FirstNumber, count).Select(number =>
        (GrainKey.For(BenchPractice.Slug, BenchPractice.PatientId(number)), JsonSerializer.Serialize(Patient(number), DocumentJson.Options)));

    /// <summary>What staff type, in turns.</summary>
    public static (string Kind, string Text, bool Found) Query(int number)
    {
        var known = FirstNumber + (number * 37 % 400);
        var person = Patient(IsHidden(known) ? known + 1 : known).Demographics;
        return (number % 9) switch
        {
            0 => ("3 letters of the last name", person.LastName[..3], true),
            1 => ("last name", person.LastName, true),
            2 => ("the most common name", CommonName, true),
            3 => ("first and last name", $"{person.FirstName} {person.LastName}", true),
            4 => ("last, first", $"{person.LastName}, {person.FirstName[..2]}", true),
            5 => ("birth date", person.BirthDate!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), true),
            6 => ("last four digits of a phone", person.WirelessPhone[^4..], true),
            7 => ("beginning of an e-mail address", person.Email[..6], true),
            _ => ("nobody's name", "Zzyx Qwerty", false),
        };
    }

    private static bool IsHidden(int number) => number % 25 == 0;

    private static PatientState Patient(int number)
    {
        var demographics = new Demographics
        {
            FirstName = _begin[number % 20] + _end[number / 20 % 20],
            LastName = number % 10 == 3 ? CommonName : _begin[number * 7 % 20] + _end[number / 3 % 20] + (number % 4 == 0 ? "s" : ""),
            BirthDate = new DateOnly(1940, 1, 1).AddDays(number * 13 % 30_000),
            AddressLine1 = Findings.Text($"{number} Elm Street"),
            City = "Springfield",
            State = "IL",
            PostalCode = "62701",
            WirelessPhone = Findings.Text($"312-{555 + (number % 7):D3}-{number * 7919L % 10_000:D4}"),
            HomePhone = number % 3 == 0 ? Findings.Text($"217-555-{number * 31L % 10_000:D4}") : "",
            Email = Findings.Text($"person{number}@example.com"),
        };
        return new()
        {
            Status = IsHidden(number) ? PatientStatus.Archived : PatientStatus.Patient,
            Demographics = demographics,
            GuarantorId = BenchPractice.PatientId(number),
            PrimaryProviderId = "busy",
            Search = SearchKeys.Of(demographics),
        };
    }
}
