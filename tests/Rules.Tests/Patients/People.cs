using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

/// <summary>A patient with everything that access needs, to change one thing at a time.</summary>
internal static class People
{
    public const string Url = "https://portal.smile.example/smile";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public static readonly Demographics Maria = new()
    {
        FirstName = "María",
        LastName = "Álvarez-Núñez",
        BirthDate = new(1984, 7, 9),
        AddressLine1 = "12 Oak St",
        City = "Springfield",
        State = "IL",
        PostalCode = "62701",
        WirelessPhone = "+1 (312) 555-0142",
        Email = "Maria.Alvarez@example.com",
    };

    public static SavePatient Command(Demographics? person = null) =>
        new("r1", PatientStatus.Patient, person ?? Maria, null, [], null);

    public static PatientState Saved(Demographics? person = null) => Save(new(), Command(person)).Next!;

    public static Grains.Documents.Decision<PatientState, Saved> Save(
        PatientState state, SavePatient command, PatientReferences? others = null) =>
        PatientRules.Save(state, "p1", command, others ?? new(), "d1", Now);

    public static string[] Codes(ImmutableArray<Problem> problems) => [.. problems.Select(problem => problem.Code)];
}
