using System.Collections.Immutable;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;

namespace Portal.Rules.Tests.Records;

public sealed class ImportRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Work_goes_by_phase_and_then_by_number()
    {
        var state = Filled(ImportKind.Entries, ImportPhase.Record, ImportPhase.People, ImportPhase.Record, ImportPhase.Practice);
        state = ImportRules.Start(state, _now).Value!;
        var order = new List<int>();
        while (ImportRules.Next(state) is { } next)
        {
            order.Add(next.Number);
            state = ImportRules.Worked(state, next.Number, [], _now);
        }

        Assert.Equal([3, 1, 0, 2], order);
        Assert.Equal(ImportStatus.Done, state.Status);
    }

    [Fact]
    public void A_running_import_always_owes_its_next_step_and_a_finished_one_nothing()
    {
        var state = ImportRules.Start(Filled(ImportKind.Entries, ImportPhase.Record, ImportPhase.Record), _now).Value!;
        Assert.Equal(TimeSpan.Zero, ImportRules.DueIn(state, _now));

        state = ImportRules.Worked(state, 0, [], _now);
        Assert.Equal(TimeSpan.Zero, ImportRules.DueIn(state, _now));

        state = ImportRules.Worked(state, 1, [], _now);
        Assert.Null(ImportRules.DueIn(state, _now));
        Assert.Null(state.Outbox);
    }

    [Fact]
    public void A_transaction_is_checked_before_it_runs()
    {
        var state = ImportRules.Start(Filled(ImportKind.Transaction, ImportPhase.Record), _now).Value!;
        Assert.Equal(ImportStatus.Checking, state.Status);

        Assert.Equal(ImportStatus.Running, ImportRules.Checked(state, [0], _now).Status);
        var refused = ImportRules.Checked(state, [2], _now);
        Assert.Equal(ImportStatus.Refused, refused.Status);
        Assert.Equal(2, refused.ProblemCount);
    }

    [Fact]
    public void What_was_started_takes_no_more_input_and_cannot_be_dropped()
    {
        var state = ImportRules.Start(Filled(ImportKind.Entries, ImportPhase.Record), _now).Value!;

        Assert.Equal("import.not_open", ImportRules.Add(state, Chunk(1, ImportPhase.Record), _now).Problems.Single().Code);
        Assert.Equal("import.not_open", ImportRules.Drop(state, _now).Problems.Single().Code);
        Assert.Same(state, ImportRules.Start(state, _now).Value);
    }

    [Fact]
    public void Chunks_come_in_order_and_one_may_be_sent_again()
    {
        var state = Filled(ImportKind.Entries, ImportPhase.Record);

        Assert.Equal("import.chunk_missing", ImportRules.Add(state, Chunk(2, ImportPhase.Record), _now).Problems.Single().Code);
        Assert.Equal(1, ImportRules.Add(state, Chunk(0, ImportPhase.Record), _now).Value!.Entries);
    }

    [Fact]
    public void One_that_is_never_started_is_dropped_after_its_time()
    {
        var state = ImportRules.Open(new(ImportKind.Entries, ImportSource.Staff), "Grace Kim", _now);

        Assert.Equal(ImportLimits.FillTime, ImportRules.DueIn(state, _now));
        Assert.Equal(ImportStatus.Dropped, ImportRules.Drop(state, _now).Value!.Status);
    }

    [Fact]
    public void Outcomes_are_counted_by_type()
    {
        var state = ImportRules.Start(Filled(ImportKind.Entries, ImportPhase.Record), _now).Value!;

        state = ImportRules.Worked(state, 0, [Outcome("Patient", Saved.Created), Outcome("Patient", Saved.Unchanged), Outcome("Claim", null)], _now);

        Assert.Equal<TypeTally>([new("Claim", Refused: 1), new("Patient", Created: 1, Unchanged: 1)], state.Types);
        Assert.Equal(1, state.ProblemCount);
    }

    [Fact]
    public void Warnings_are_counted_beside_what_was_refused()
    {
        var state = ImportRules.Start(Filled(ImportKind.Entries, ImportPhase.Visits, ImportPhase.Visits), _now).Value!;
        var warned = Outcome("Appointment", Saved.Created) with { Warnings = [new("Bundle.entry[0]", ImportProblem.NoVisit, "", "")] };

        state = ImportRules.Worked(state, 0, [warned, Outcome("Appointment", Saved.Created)], _now);
        state = ImportRules.Worked(state, 1, [Outcome("Appointment", Saved.Created)], _now);

        Assert.Equal((1, 0), (ImportRules.View("i", state).WarningCount, state.ProblemCount));
        Assert.Equal([1, null], state.Chunks.Select(mark => mark.Warnings));
    }

    [Fact]
    public void After_failures_it_waits_for_somebody_who_retries_it()
    {
        var state = ImportRules.Start(Filled(ImportKind.Entries, ImportPhase.Record), _now).Value!;
        for (var attempt = 0; attempt < DeliveryLimits.MaxAttempts; attempt++)
            state = ImportRules.Failed(state, "TimeoutException", _now);

        Assert.True(ImportRules.View("i", state).Stuck);
        Assert.Null(ImportRules.DueIn(state, _now));
        Assert.Equal(TimeSpan.Zero, ImportRules.DueIn(ImportRules.Retried(state), _now));
    }

    private static ItemOutcome Outcome(string type, Saved? saved) => new()
    {
        Order = 0,
        Type = type,
        Saved = saved,
        Problems = saved is null ? [new("Bundle.entry[0]", "import.no_owner", "", "")] : [],
    };

    private static ImportState Filled(ImportKind kind, params ImportPhase[] phases) => phases.Select((phase, number) => Chunk(number, phase))
        .Aggregate(ImportRules.Open(new(kind, ImportSource.Program), "Bridge", _now), (state, chunk) => ImportRules.Add(state, chunk, _now).Value!);

    private static ImportChunk Chunk(int number, ImportPhase phase) =>
        new(number, phase, [new() { Order = number, Place = "", Type = "Patient" }]);
}
