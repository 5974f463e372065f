using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Copies;
using Portal.Grains.Records.Received;

namespace Portal.Rules.Tests.Records;

public sealed class RecordCopyRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller _guardian = new() { Practice = "birch", Roles = Audience.Patient, PatientId = "emma", UserId = "u1", Name = "Emma" };

    [Theory]
    [InlineData("kim@example.com", true)]
    [InlineData(" kim.o'neil+dental@mail.example.org ", true)]
    [InlineData("kim", false)]
    [InlineData("kim@example", false)]
    [InlineData("kim@@example.com", false)]
    [InlineData("Kim <kim@example.com>", false)]
    [InlineData("kim@example.com, lee@example.com", false)]
    [InlineData("kim@example.com\r\nBcc: lee@example.com", false)]
    [InlineData("@example.com", false)]
    [InlineData("kim@example.com.", false)]
    public void A_copy_goes_to_one_plain_address(string to, bool goes)
    {
        var decided = RecordCopyRules.Send(Command(to), "01m83w51jps85rx9q0rq7jx978", _guardian, _now);

        Assert.Equal(goes, decided.Answer.Succeeded);
        Assert.Equal(goes ? to.Trim() : null, decided.Next?.To);
        Assert.Equal(goes ? 1 : null, decided.Next?.Outbox?.Length);
    }

    [Theory]
    [InlineData("emma", Audience.Patient, RecordCopyRole.Patient)]
    [InlineData("lily", Audience.Patient, RecordCopyRole.Representative)]
    [InlineData("emma", Audience.Provider | Audience.Patient, RecordCopyRole.Staff)]
    public void It_says_as_what_somebody_acted(string patientId, Audience roles, RecordCopyRole role)
    {
        var noted = RecordCopyRules.Note(new(patientId, 3, RecordCopyForm.Pdf), RecordCopyKind.Download, _guardian with { Roles = roles }, _now);

        Assert.Equal((role, "Emma", 3, _now), (noted.ByRole, noted.ByName, noted.Edition, noted.At));
    }

    [Fact]
    public void A_received_document_is_looked_through_once()
    {
        var received = ReceivedDocumentRules.Receive(new(), new("lily", "f1", "ccd.xml", 10, "", "Hospital"), _guardian, _now).Next!;
        var taken = ReceivedDocumentRules.Take(received, new("r1", "f2", 2, 1, 0), "d1", _guardian, _now).Next!;

        var again = ReceivedDocumentRules.Take(taken, new("r2", "f3", 5, 0, 0), "d1", _guardian, _now);

        Assert.Equal((ReceivedStatus.Reconciled, 2, 1), (taken.Status, taken.Added, taken.Outbox!.Value.Length));
        Assert.Equal("received.reconciled", Assert.Single(again.Answer.Problems).Code);
    }

    [Fact]
    public void What_was_taken_over_is_undone_once_it_is_written_and_only_once()
    {
        var received = ReceivedDocumentRules.Receive(new(), new("lily", "f1", "ccd.xml", 10, "", "Hospital"), _guardian, _now).Next!;
        var taken = ReceivedDocumentRules.Take(received, new("r1", "f2", 2, 1, 0), "d1", _guardian, _now).Next!;
        var written = taken with { Outbox = null };
        var late = _now.AddYears(9);

        var withdrawn = ReceivedDocumentRules.Withdraw(written, new("r2", "f3"), "d1", false, _guardian, late).Next!;

        Assert.Equal((ReceivedStatus.Withdrawn, late, "Emma", 1), (withdrawn.Status, withdrawn.WithdrawnAt, withdrawn.WithdrawnBy, withdrawn.Outbox!.Value.Length));
        Assert.Equal("received.not_taken", CodeOf(ReceivedDocumentRules.Withdraw(received, new("r2", "f3"), "d1", false, _guardian, _now)));
        Assert.Equal("received.underway", CodeOf(ReceivedDocumentRules.Withdraw(taken, new("r2", "f3"), "d1", true, _guardian, _now)));
        Assert.Equal("received.not_taken", CodeOf(ReceivedDocumentRules.Withdraw(withdrawn, new("r3", "f3"), "d1", false, _guardian, _now)));
        Assert.Equal("received.reconciled", CodeOf(ReceivedDocumentRules.Take(withdrawn, new("r4", "f4", 1, 0, 0), "d1", _guardian, _now)));
    }

    [Fact]
    public void A_document_about_somebody_else_is_closed()
    {
        var received = ReceivedDocumentRules.Receive(new(), new("lily", "f1", "ccd.xml", 10, "", "Hospital"), _guardian, _now).Next!;

        var refused = ReceivedDocumentRules.Refuse(received, _guardian, _now).Next!;

        Assert.Null(refused.Outbox);
        Assert.Equal("received.refused", CodeOf(ReceivedDocumentRules.Take(refused, new("r1", "f2", 2, 1, 0), "d1", _guardian, _now)));
        Assert.Equal("received.refused", CodeOf(ReceivedDocumentRules.Refuse(refused, _guardian, _now)));
    }

    private static string CodeOf(Decision<ReceivedDocumentState, Done> decision) => Assert.Single(decision.Answer.Problems).Code;

    private static SendRecordCopy Command(string to) => new(
        new("lily", 3, RecordCopyForm.Package), RecordCopyKind.Email, to, "f1", "health-summary.zip", "application/zip");
}
