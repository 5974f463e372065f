using System.Collections.Immutable;
using System.Globalization;

namespace Portal.WebFront.Demo;

/// <summary>Forty made-up people. The first of a family pays; parents act for their children.</summary>
internal static class DemoFamilies
{
    public const int GrownUp = 18;

    public static readonly ImmutableArray<DemoFamily> All =
    [
        new("Bennett", "maple-street", "12 Orchard Lane", "en", [new("Emma", 'f', 38), new("Lucas", 'm', 40), new("Olivia", 'f', 11), new("Noah", 'm', 8)]),
        new("Nguyen", "maple-street", "870 Walnut Street", "en", [new("Minh", 'm', 45), new("Lan", 'f', 43), new("Kevin", 'm', 15), new("Anna", 'f', 12)]),
        new("Adeyemi", "maple-street", "45 Cherry Street", "en", [new("Tunde", 'm', 36), new("Ruth", 'f', 35), new("Zoe", 'f', 6)]),
        new("Garcia", "maple-street", "301 Vine Street", "es", [new("Rosa", 'f', 52), new("Mateo", 'm', 17)]),
        new("Kowalski", "maple-street", "9 Georgia Avenue", "en", [new("Piotr", 'm', 67), new("Halina", 'f', 65)]),
        new("Patel", "maple-street", "1120 Oak Street", "en", [new("Anjali", 'f', 41), new("Rohan", 'm', 42), new("Isha", 'f', 9), new("Dev", 'm', 13)]),
        new("Washington", "maple-street", "77 Market Street", "en", [new("Marcus", 'm', 33)]),
        new("O'Connor", "maple-street", "5 Houston Street", "en", [new("Siobhan", 'f', 29), new("Liam", 'm', 31), new("Finn", 'm', 4)]),
        new("Yazzie", "river-road", "210 Cedar Avenue", "en", [new("Delphine", 'f', 58), new("Wade", 'm', 60)]),
        new("Kim", "river-road", "14 Elm Avenue", "en", [new("Jiwoo", 'f', 27)]),
        new("Al-Masri", "river-road", "66 Holly Avenue", "en", [new("Omar", 'm', 48), new("Layla", 'f', 44), new("Sami", 'm', 16), new("Noor", 'f', 10)]),
        new("Schneider", "river-road", "3 Magnolia Avenue", "en", [new("Greta", 'f', 72)]),
        new("Silva", "river-road", "58 Laurel Avenue", "en", [new("Camila", 'f', 34), new("Bruno", 'm', 7)]),
        new("Thompson", "river-road", "402 Third Street", "en", [new("Eleanor", 'f', 81), new("James", 'm', 83)]),
        new("Rossi", "river-road", "19 Ash Avenue", "en", [new("Marco", 'm', 39), new("Giulia", 'f', 37), new("Luca", 'm', 3)]),
        new("Hernandez", "river-road", "233 Fifth Street", "es", [new("Ana", 'f', 30), new("Diego", 'm', 32)]),
    ];

    public static readonly ImmutableArray<DemoPatient> Patients =
        [.. All.SelectMany(family => family.People.Select(person => (family, person))).Select((pair, index) => new DemoPatient(pair.family, pair.person, index))];

    /// <summary>By first and last name.</summary>
    public static DemoPatient Named(string name) => Patients.Single(patient => patient.Name == name);
}

internal sealed record DemoPerson(string First, char Sex, int Age)
{
    public bool IsGrownUp => Age >= DemoFamilies.GrownUp;
}

internal sealed record DemoFamily(string Last, string SiteId, string Line, string Language, ImmutableArray<DemoPerson> People);

/// <summary>A person as a patient: <see cref="Number"/> tells patients apart wherever something is to vary.</summary>
internal sealed record DemoPatient(DemoFamily Family, DemoPerson Person, int Number)
{
    /// <summary>The number of the chart: ids become keys and addresses, so they must not tell who it is.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"p{Chart}");

    public int Chart => 1000 + Number;

    public string Reference => $"Patient/{Id}";

    public string Name => $"{Person.First} {Family.Last}";

    public bool Pays => Person == Family.People[0];

    /// <summary>The dentist in charge: one of those at the family's site.</summary>
    public DemoProvider Dentist => Pick(hygienist: false);

    public DemoProvider Hygienist => Pick(hygienist: true);

    private DemoProvider Pick(bool hygienist)
    {
        var there = DemoPractice.Providers.Where(provider => provider.SiteId == Family.SiteId && provider.Hygienist == hygienist).ToList();
        return there[DemoFamilies.All.IndexOf(Family) % there.Count];
    }
}
