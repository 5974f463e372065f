using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Records;

/// <summary>A resource stays with its patient, also when two give its id to two patients at the same moment.</summary>
[Collection(SharedCluster.Name)]
public sealed class OnePatientTests(PortalCluster cluster)
{
    private const int Tries = 25;
    private readonly string _practice = NewPractice();

    private Caller Bridge => new() { Practice = _practice, Roles = Audience.Integrator, UserId = "bridge" };

    [Fact]
    public async Task Of_two_single_writes_at_once_one_is_refused()
    {
        await Imported([Patient(0, "leo"), Patient(1, "mia")], []);

        var races = await Task.WhenAll(Enumerable.Range(0, Tries).Select(number => Task.WhenAll(Write(number, "leo"), Write(number, "mia"))));

        Assert.All(races, race =>
        {
            Assert.Single(race, outcome => outcome.Result is WriteResult.Created);
            Assert.Equal("import.other_patient", Assert.Single(race, outcome => outcome.Result is WriteResult.Refused).Problems.Single().Code);
        });
        var owners = await As(Bridge, () => cluster.Grain<IRecordDirectoryGrain>(_practice, IRecordDirectoryGrain.Id)
            .Owners([.. Enumerable.Range(0, Tries).Select(number => $"Condition/c-{number}")]));
        Assert.Equal(Tries, owners.Length);
    }

    [Fact]
    public async Task Of_two_in_one_import_one_is_refused()
    {
        var view = await Imported(
            [Patient(0, "leo"), Patient(1, "mia")],
            [.. Enumerable.Range(0, Tries).SelectMany(number => new[] { Condition(number, "leo", (number * 2) + 2), Condition(number, "mia", (number * 2) + 3) })]);

        Assert.Equal(Tries, view.ProblemCount);
        Assert.Equal(Tries, view.Types.Single(tally => tally.Type == "Condition").Created);
    }

    private Task<WriteOutcome> Write(int number, string patientId) =>
        As(Bridge, () => cluster.Grain<IRecordWriterGrain>(_practice, patientId).Write(new(Condition(number, patientId, 0))));

    private async Task<ImportView> Imported(ImportItem[] people, ImportItem[] record)
    {
        var import = cluster.Grain<IImportGrain>(_practice, NewId());
        await As(Bridge, () => import.Open(new(ImportKind.Entries, ImportSource.Program)));
        await As(Bridge, () => import.Add(new(0, ImportPhase.People, [.. people])));
        await As(Bridge, () => import.Add(new(1, ImportPhase.Record, [.. record])));
        await As(Bridge, import.Start);
        await Eventually(async () => (await As(Bridge, import.View))!.Status is ImportStatus.Done, "the import is done");
        return (await As(Bridge, import.View))!;
    }

    private static ImportItem Patient(int order, string id) => Item(order, "Patient", id, id) with
    {
        Act = new() { Patient = new(PatientStatus.Patient, new() { FirstName = "Pat", LastName = "Doe" }, null) },
    };

    private static ImportItem Condition(int number, string patientId, int order) => Item(order, "Condition", $"c-{number}", patientId);

    private static ImportItem Item(int order, string type, string id, string patientId) => new()
    {
        Order = order,
        Place = $"Bundle.entry[{order}].resource",
        Type = type,
        PatientId = patientId,
        Resource = new() { Type = type, Id = id, Json = $$"""{"resourceType":"{{type}}","id":"{{id}}","note":[{"text":"{{patientId}}"}]}""" },
    };
}
