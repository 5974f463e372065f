using System.Collections.Immutable;
using Orleans.Core.Internal;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Tests.Records;

[Collection(SharedCluster.Name)]
public sealed class ImportTests(PortalCluster cluster)
{
    private readonly string _practice = PortalCluster.NewPractice();

    private Caller Bridge => new() { Practice = _practice, Roles = Audience.Integrator, UserId = "bridge" };

    [Fact]
    public async Task An_import_that_is_thrown_out_of_memory_again_and_again_ends_complete()
    {
        const int chunks = 12;
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Program)));
        await AsBridge(() => import.Add(new(0, ImportPhase.People, [Patient(0, "p")])));
        for (var number = 1; number <= chunks; number++)
        {
            var first = number * 100;
            await AsBridge(() => import.Add(new(number, ImportPhase.Record, [.. Enumerable.Range(first, 20).Select(order => Condition(order, "p"))])));
        }

        await AsBridge(import.Start);
        await PortalCluster.Eventually(
            async () =>
            {
                await Forget(import);
                // What the sweeper does for a document with something owed.
                await PortalCluster.As(Caller.System(_practice), import.Drain);
                return (await AsBridge(import.View))!.Status is ImportStatus.Done;
            },
            "the import is done");

        var view = (await AsBridge(import.View))!;
        Assert.Equal(0, view.ProblemCount);
        Assert.Equal((chunks * 20) + 1, view.Types.Sum(tally => tally.Created + tally.Unchanged));
        Assert.Equal(view.Entries, view.EntriesDone);
        var outcomes = (await Task.WhenAll(Enumerable.Range(0, view.Chunks).Select(chunk => AsBridge(() => import.Outcomes(chunk))))).SelectMany(some => some);
        Assert.All(outcomes, outcome => Assert.Equal(1, outcome.Version));
    }

    [Fact]
    public async Task Only_one_opens_an_import_and_whoever_comes_second_leaves_it_as_it_is()
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Staff)));

        var second = await AsBridge(() => import.Open(new(ImportKind.Transaction, ImportSource.Staff)));

        Assert.Equal("import.begun", Assert.Single(second.Problems).Code);
        Assert.Equal(ImportStatus.Open, (await AsBridge(import.View))!.Status);
    }

    [Fact]
    public async Task A_refused_transaction_writes_nothing_and_keeps_no_input()
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Transaction, ImportSource.Program)));
        await AsBridge(() => import.Add(new(0, ImportPhase.People, [Patient(0, "p")])));
        await AsBridge(() => import.Add(new(1, ImportPhase.Record, [Condition(1, "stranger")])));

        await AsBridge(import.Start);
        await PortalCluster.Eventually(async () => (await AsBridge(import.View))!.Status is ImportStatus.Refused, "it is refused");

        Assert.Equal("import.unknown_patient", (await AsBridge(import.Problems)).Single().Code);
        Assert.Null(await AsBridge(() => cluster.Grain<IRecordGrain>(_practice, "p").Read("Patient", "p")));
        Assert.Null(await AsBridge(() => cluster.Grain<IPatientGrain>(_practice, "p").View()));
    }

    [Fact]
    public async Task One_that_is_dropped_takes_no_more()
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Program)));
        await AsBridge(() => import.Add(new(0, ImportPhase.People, [Patient(0, "p")])));

        Assert.True((await AsBridge(import.Drop)).Succeeded);

        Assert.Equal("import.not_open", (await AsBridge(import.Start)).Problems.Single().Code);
        Assert.Equal("import.not_open", (await AsBridge(() => import.Add(new(1, ImportPhase.People, [])))).Problems.Single().Code);
    }

    [Fact]
    public async Task One_whose_reader_has_died_says_soon_that_it_was_broken_off()
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Staff)));
        for (var minute = 0; minute < 5; minute++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True((await AsBridge(import.StillReading)).Succeeded);
            await PortalCluster.As(Caller.System(_practice), import.Drain);
            Assert.Equal(ImportStatus.Open, (await AsBridge(import.View))!.Status);
        }

        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await PortalCluster.As(Caller.System(_practice), import.Drain);

        await PortalCluster.Eventually(async () => (await AsBridge(import.View))!.Status is ImportStatus.Dropped, "it is broken off");
    }

    [Fact]
    public async Task A_patient_reads_the_own_record_and_nobody_elses()
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Program)));
        await AsBridge(() => import.Add(new(0, ImportPhase.People, [Patient(0, "own"), Patient(1, "other")])));
        await AsBridge(() => import.Add(new(1, ImportPhase.Record, [Condition(2, "own"), Condition(3, "other")])));
        await AsBridge(import.Start);
        await PortalCluster.Eventually(async () => (await AsBridge(import.View))!.Status is ImportStatus.Done, "it is done");
        var patient = new Caller { Practice = _practice, Roles = Audience.Patient, UserId = "u-own", PatientId = "own" };

        Assert.NotNull(await PortalCluster.As(patient, () => cluster.Grain<IRecordGrain>(_practice, "own").Read("Condition", "c-2")));
        Assert.Null(await PortalCluster.As(patient, () => cluster.Grain<IRecordGrain>(_practice, "other").Read("Condition", "c-3")));
    }

    [Fact]
    public async Task A_relation_whose_period_is_over_ends_when_it_comes_again_as_it_was()
    {
        var json = """
            {"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/lily"},"period":{"end":"2999"},
             "relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"GUARD"}]}]}
            """;
        var holds = Item(2, "RelatedPerson", "r", "lily") with { Act = new() { Family = [new("lily", "emma", FamilyRole.Guardian, true)] } };
        holds = holds with { Resource = holds.Resource! with { Json = json } };
        await Import((ImportPhase.People, [Patient(0, "lily"), Relative(1, "emma", "r")]), (ImportPhase.Family, [holds]));
        var before = (await Lily()).Representatives;
        var stored = (await PortalCluster.As(Caller.System(_practice), () => cluster.Grain<IRecordGrain>(_practice, "lily").Fetch("RelatedPerson", "r")))!;

        await Import((ImportPhase.Family, [holds with { Act = new() { Family = [new("lily", "emma", FamilyRole.Guardian, false, stored.LastUpdated)] } }]));

        Assert.Equal([new("emma", RepresentativeKind.Guardian)], before.AsEnumerable());
        Assert.Empty((await Lily()).Representatives);
        var ended = (await PortalCluster.As(Caller.System(_practice), () => cluster.Grain<IRecordGrain>(_practice, "lily").Fetch("RelatedPerson", "r")))!;
        Assert.Contains("\"active\":false", System.Text.Encoding.UTF8.GetString(ended.Json), StringComparison.Ordinal);

        async Task<PatientView> Lily() => (await PortalCluster.As(Caller.System(_practice), cluster.Grain<IPatientGrain>(_practice, "lily").View))!;
    }

    [Fact]
    public async Task An_old_file_of_a_relation_whose_period_is_over_takes_nothing_that_the_desk_has_given_since()
    {
        var json = """
            {"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/lily"},"period":{"end":"2999"},
             "relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"SIS"}]}]}
            """;
        var sister = Item(2, "RelatedPerson", "r", "lily") with { Act = new() { Family = [new("lily", "emma", FamilyRole.ResponsibleParty, false)] } };
        sister = sister with { Resource = sister.Resource! with { Json = json } };
        await Import((ImportPhase.People, [Patient(0, "lily"), Relative(1, "emma", "r")]), (ImportPhase.Family, [sister]));
        var system = Caller.System(_practice);
        var patient = cluster.Grain<IPatientGrain>(_practice, "lily");
        var lily = (await PortalCluster.As(system, patient.View))!;
        var saved = await PortalCluster.As(
            system, () => patient.Save(new(PortalCluster.NewId(), lily.Status, lily.Demographics, lily.GuarantorId, [new("emma", RepresentativeKind.ResponsibleParty)], null)));
        Assert.Empty(saved.Problems);
        var record = cluster.Grain<IRecordGrain>(_practice, "lily");
        await PortalCluster.As(system, async () =>
        {
            await record.ReflectPatient([PatientReflection.Family]);
            return true;
        });
        var told = (await PortalCluster.As(system, () => record.Fetch("RelatedPerson", "r")))!;

        await Import((ImportPhase.Family, [sister with { Act = new() { Family = [new("lily", "emma", FamilyRole.ResponsibleParty, false, told.LastUpdated)] } }]));

        Assert.Equal([new("emma", RepresentativeKind.ResponsibleParty)], (await PortalCluster.As(system, patient.View))!.Representatives.AsEnumerable());
        Assert.Equal(2, told.Version);
    }

    private async Task Import(params (ImportPhase Phase, ImmutableArray<ImportItem> Items)[] chunks)
    {
        var import = cluster.Grain<IImportGrain>(_practice, PortalCluster.NewId());
        await AsBridge(() => import.Open(new(ImportKind.Entries, ImportSource.Program)));
        for (var number = 0; number < chunks.Length; number++)
            await AsBridge(() => import.Add(new(number, chunks[number].Phase, chunks[number].Items)));
        await AsBridge(import.Start);
        await PortalCluster.Eventually(async () => (await AsBridge(import.View))!.Status is ImportStatus.Done, "it is done");
        Assert.Equal(0, (await AsBridge(import.View))!.ProblemCount);
    }

    private Task<T> AsBridge<T>(Func<Task<T>> call) => PortalCluster.As(Bridge, call);

    /// <summary>The activation is gone, as after a crash of its silo; only the rows are left.</summary>
    private static async Task Forget(IImportGrain import) => await import.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    internal static ImportItem Patient(int order, string id) => Item(order, "Patient", id, id) with
    {
        Act = new() { Patient = new(PatientStatus.Patient, new() { FirstName = "Pat", LastName = "Doe" }, null) },
    };

    /// <summary>A patient who says to be this RelatedPerson too.</summary>
    private static ImportItem Relative(int order, string id, string relatedPerson)
    {
        var patient = Patient(order, id);
        return patient with { Resource = patient.Resource! with { Facts = new() { Codes = [$"{ResourceFacts.SamePersonSystem}|{relatedPerson}"] } } };
    }

    internal static ImportItem Condition(int order, string patientId) => Item(order, "Condition", $"c-{order}", patientId);

    internal static ImportItem Item(int order, string type, string id, string patientId) => new()
    {
        Order = order,
        Place = $"Bundle.entry[{order}].resource",
        Type = type,
        PatientId = patientId,
        Resource = new() { Type = type, Id = id, Json = $$"""{"resourceType":"{{type}}","id":"{{id}}"}""" },
    };
}
