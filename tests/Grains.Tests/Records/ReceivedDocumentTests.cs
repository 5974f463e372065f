using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Received;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Records;

/// <summary>What was chosen from another office's document reaches the record once and whole, whatever stops in between.</summary>
[Collection(SharedCluster.Name)]
public sealed class ReceivedDocumentTests(PortalCluster cluster)
{
    private readonly string _practice = NewPractice();
    private readonly string _id = NewId();

    private Caller Dentist => new() { Practice = _practice, Roles = Audience.Provider, UserId = "s-raman", Name = "Dr. Raman" };

    private Caller Portal => Caller.System(_practice);

    private IReceivedDocumentGrain Document => cluster.Grain<IReceivedDocumentGrain>(_practice, _id);

    private IOutboxOwner Owner => cluster.Client.GetGrain<IOutboxOwner>(GrainId.Create(ReceivedDocumentState.GrainName, GrainKey.For(_practice, _id)));

    [Fact]
    public async Task The_same_confirmation_twice_is_one_and_another_one_is_refused()
    {
        await As(Dentist, () => Document.Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital")));
        var command = new TakeReceived(NewId(), Pack(Draft("a1"), Draft("a2")), 2, 0, 0);

        var first = await As(Dentist, () => Document.Take(command));
        var again = await As(Dentist, () => Document.Take(command with { DraftsFileId = Pack(Draft("a1"), Draft("a2")) }));
        var other = await As(Dentist, () => Document.Take(command with { RequestId = NewId(), DraftsFileId = Pack(Draft("a3")), Added = 1 }));
        await Written();

        Assert.True(first.Succeeded && again.Succeeded);
        Assert.Equal("received.reconciled", Assert.Single(other.Problems).Code);
        Assert.Equal([1, 1, null], [await VersionOf("a1"), await VersionOf("a2"), await VersionOf("a3")]);
        Assert.Equal((2, "Dr. Raman"), ((await View()).Added, (await View()).ReconciledBy));
    }

    [Theory]
    [InlineData(Audience.FrontDesk, true)]
    [InlineData(Audience.Billing, true)]
    [InlineData(Audience.Provider, true)]
    [InlineData(Audience.Administrator, true)]
    [InlineData(Audience.Patient, false)]
    [InlineData(Audience.Integrator, false)]
    [InlineData(Audience.Visitor, false)]
    public async Task The_staff_receives_opens_and_takes_over_and_nobody_else(Audience role, bool may)
    {
        await As(Dentist, () => Document.Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital")));
        var caller = new Caller { Practice = _practice, Roles = role, UserId = "u-lily", PatientId = role is Audience.Patient ? "lily" : null, Name = "Lily" };
        await Check(() => As(caller, () => cluster.Grain<IReceivedDocumentGrain>(_practice, NewId()).Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital"))));
        await Check(() => As(caller, Document.View));
        await Check(() => As(caller, () => Document.Take(new(NewId(), Pack(Draft("a1")), 1, 0, 0))));
        await Check(() => As(caller, () => cluster.Grain<IReceivedDirectoryGrain>(_practice, IReceivedDirectoryGrain.Id).OfPatient("lily")));

        async Task Check(Func<Task> call)
        {
            if (may)
                await call();
            else
                await Assert.ThrowsAsync<AccessRefusedException>(call);
        }
    }

    [Fact]
    public async Task The_staff_of_another_practice_is_refused()
    {
        await As(Dentist, () => Document.Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital")));
        var stranger = Dentist with { Practice = NewPractice() };

        await Assert.ThrowsAsync<AccessRefusedException>(() => As(stranger, Document.View));
        await Assert.ThrowsAsync<AccessRefusedException>(() => As(stranger, () => Document.Take(new(NewId(), NewId(), 1, 0, 0))));
    }

    [Fact]
    public async Task The_list_has_the_last_fifty()
    {
        for (var i = 0; i < 52; i++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await As(Dentist, () => cluster.Grain<IReceivedDocumentGrain>(_practice, NewId()).Receive(new("lily", NewId(), "ccd.xml", 10, "", $"Hospital {i}")));
        }

        var rows = await As(Dentist, () => cluster.Grain<IReceivedDirectoryGrain>(_practice, IReceivedDirectoryGrain.Id).OfPatient("lily"));

        Assert.Equal(Enumerable.Range(2, 50).Reverse().Select(i => $"Hospital {i}"), rows.Select(row => row.Source));
    }

    [Fact]
    public async Task What_was_chosen_is_no_file_any_more_once_it_is_in_the_record()
    {
        await As(Dentist, () => Document.Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital")));
        var file = Pack(Draft("a1"));
        await As(Dentist, () => Document.Take(new(NewId(), file, 1, 0, 0)));

        await Eventually(
            async () =>
            {
                await As(Portal, Owner.Drain);
                return !(await View()).IsUnderway;
            },
            "it is in the record");

        Assert.Equal(1, await VersionOf("a1"));
        Assert.False(File.Exists(Path.Combine(cluster.FilesFolder, file)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_confirmation_that_broke_off_is_finished_by_the_sweeper(int storedBefore)
    {
        ResourceDraft[] drafts = [Draft("a1"), Draft("a2"), Draft("a3")];
        await LeaveHalfTaken(drafts);
        if (storedBefore > 0)
            await As(Portal, () => cluster.Grain<IRecordGrain>(_practice, "lily").Store([.. drafts.Take(storedBefore)]));

        await cluster.Sweep();
        await Eventually(async () => !(await View()).IsUnderway, "nothing is owed");

        foreach (var draft in drafts)
            Assert.Equal(1, await VersionOf(draft.Id));
    }

    [Fact]
    public async Task While_the_file_is_not_there_the_confirmation_waits_and_is_not_lost()
    {
        await LeaveHalfTaken([Draft("a1")], away: true);

        await cluster.Sweep();
        await Eventually(async () => (await As(Portal, Owner.Parked)).Length + (await View() is { IsUnderway: true } ? 1 : 0) > 0, "it is still owed");
        Assert.Null(await VersionOf("a1"));
        File.Move(Path.Combine(cluster.FilesFolder, "away-" + _id), Path.Combine(cluster.FilesFolder, _id));
        await Eventually(
            async () =>
            {
                cluster.Time.Advance(DeliveryLimits.LongestWait);
                await As(Portal, Owner.Drain);
                return await VersionOf("a1") is 1;
            },
            "it is stored when the file is back");
    }

    [Fact]
    public async Task Undone_the_entries_are_marked_and_the_file_is_deleted()
    {
        var binary = new ResourceDraft { Type = "Binary", Id = ReceivedResources.Document(_id), Json = $$"""{ "resourceType": "Binary", "id": "{{ReceivedResources.Document(_id)}}", "contentType": "application/xml" }""" };
        await As(Dentist, () => Document.Receive(new("lily", NewId(), "ccd.xml", 10, "", "Hospital")));
        await As(Dentist, () => Document.Take(new(NewId(), Pack(Draft("a1"), binary), 1, 0, 0)));
        await Written();
        var marked = Draft("a1") with { Json = Draft("a1").Json.Replace("Latex", "Latex, in error", StringComparison.Ordinal) };

        var withdrawn = await As(Dentist, () => Document.Withdraw(new(NewId(), Pack(marked))));
        await Written();

        Assert.True(withdrawn.Succeeded);
        Assert.Equal(2, await VersionOf("a1"));
        Assert.True((await As(Portal, () => cluster.Grain<IRecordGrain>(_practice, "lily").Fetch("Binary", binary.Id)))!.Deleted);
        Assert.Equal((ReceivedStatus.Withdrawn, "Dr. Raman"), ((await View()).Status, (await View()).WithdrawnBy));
    }

    private Task Written() => Eventually(
        async () =>
        {
            await As(Portal, Owner.Drain);
            return !(await View()).IsUnderway;
        },
        "it is in the record");

    /// <summary>The silo died after the choice was written: nothing, or only some of it, is in the record.</summary>
    private async Task LeaveHalfTaken(ResourceDraft[] drafts, bool away = false)
    {
        // The row of another document tells the service: there must be one.
        await As(Dentist, () => cluster.Grain<IReceivedDocumentGrain>(_practice, NewId()).Receive(new("lily", NewId(), "other.xml", 10, "", "Hospital")));
        var now = cluster.Time.GetUtcNow();
        var received = ReceivedDocumentRules.Receive(new(), new("lily", NewId(), "ccd.xml", 10, "", "Hospital"), Dentist, now).Next!;
        var file = away ? _id : Pack(drafts);
        if (away)
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(cluster.FilesFolder).FullName, "away-" + _id), PackedDrafts.Pack([.. drafts]));
        var taken = ReceivedDocumentRules.Take(received, new(NewId(), file, drafts.Length, 0, 0), _id, Dentist, now).Next!;
        await cluster.Leave(ReceivedDocumentState.GrainName, GrainKey.For(_practice, _id), taken);
    }

    private async Task<ReceivedDocumentView> View() => (await As(Dentist, Document.View))!;

    private async Task<int?> VersionOf(string id) =>
        (await As(Portal, () => cluster.Grain<IRecordGrain>(_practice, "lily").Fetch("AllergyIntolerance", id)))?.Version;

    private string Pack(params ResourceDraft[] drafts)
    {
        var id = NewId();
        Directory.CreateDirectory(cluster.FilesFolder);
        File.WriteAllBytes(Path.Combine(cluster.FilesFolder, id), PackedDrafts.Pack([.. drafts]));
        return id;
    }

    private static ResourceDraft Draft(string id) => new()
    {
        Type = "AllergyIntolerance",
        Id = id,
        Json = $$"""{ "resourceType": "AllergyIntolerance", "id": "{{id}}", "code": { "text": "Latex" }, "patient": { "reference": "Patient/lily" } }""",
    };
}
