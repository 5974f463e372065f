using Portal.Grains.Audit;
using Portal.Grains.Interfaces.Audit;

namespace Portal.Rules.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly AuditLine[] _lines = [.. Enumerable.Range(1, 5).Select(Line)];

    [Fact]
    public void A_whole_chain_has_no_fault()
    {
        var check = new AuditChainCheck();

        Assert.Null(Walk(check, Chain()));
        Assert.Null(check.End(5, Chain()[^1].Hash));
        Assert.Equal(5, check.Entries);
    }

    [Fact]
    public void An_altered_entry_is_named()
    {
        var chain = Chain();
        chain[2] = chain[2] with { Line = chain[2].Line with { Actor = "somebody else" } };

        Assert.Equal(new(AuditFaultKind.Altered, 3), Walk(new(), chain));
    }

    [Fact]
    public void An_entry_that_was_altered_and_hashed_anew_breaks_the_next_one()
    {
        var chain = Chain();
        var altered = chain[2].Line with { Actor = "somebody else" };
        chain[2] = chain[2] with { Line = altered, Hash = AuditChain.Hash(altered, chain[2].Previous) };

        Assert.Equal(new(AuditFaultKind.Altered, 4), Walk(new(), chain));
    }

    [Fact]
    public void A_missing_entry_is_named()
    {
        var chain = Chain();
        chain.RemoveAt(1);

        Assert.Equal(new(AuditFaultKind.Missing, 2), Walk(new(), chain));
    }

    [Fact]
    public void A_chain_that_lost_its_end_does_not_fit_its_head()
    {
        var chain = Chain();
        var head = chain[^1].Hash;
        chain.RemoveRange(3, 2);
        var check = new AuditChainCheck();

        Assert.Null(Walk(check, chain));
        Assert.Equal(new(AuditFaultKind.CutOff, 4), check.End(5, head));
    }

    [Fact]
    public void A_head_with_another_hash_names_the_last_entry()
    {
        var check = new AuditChainCheck();
        Walk(check, Chain());

        Assert.Equal(new(AuditFaultKind.Altered, 5), check.End(5, AuditChain.Start));
    }

    [Fact]
    public void Every_field_is_part_of_the_hash()
    {
        var line = Line(1);
        AuditLine[] others =
        [
            line with { Practice = "other" },
            line with { Number = 2 },
            line with { At = "2026-11-23T15:00:00.001Z" },
            line with { Actor = "u-2" },
            line with { Roles = "Billing" },
            line with { Action = "patient.save" },
            line with { Patient = null },
            line with { Patient = "" },
            line with { Target = "patient/2" },
            line with { Outcome = "Failed" },
            // A character that moves from one field to its neighbour.
            line with { Action = line.Action + line.Patient![0], Patient = line.Patient[1..] },
        ];

        var hashes = others.Append(line).Select(one => AuditChain.Hash(one, AuditChain.Start));

        Assert.Equal(others.Length + 1, hashes.Distinct().Count());
    }

    [Fact]
    public void What_is_stored_is_what_is_shown()
    {
        var record = new AuditRecord
        {
            Practice = "demo",
            At = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.FromHours(-5)),
            ActorId = "s-desk",
            Roles = Grains.Interfaces.Access.Audience.FrontDesk | Grains.Interfaces.Access.Audience.Administrator,
            Action = "patient.view",
            PatientId = "p1",
            Target = "patient/p1",
            Outcome = AuditOutcome.Declined,
        };

        var view = AuditLine.Of(record, 7).View();

        Assert.Equal(
            new(7, record.At.ToUniversalTime(), "s-desk", record.Roles, "patient.view", "p1", "patient/p1", AuditOutcome.Declined),
            view);
    }

    private static AuditFault? Walk(AuditChainCheck check, List<Link> chain) =>
        chain.Select(link => check.Take(link.Line, link.Previous, link.Hash)).FirstOrDefault(fault => fault is not null);

    private static List<Link> Chain()
    {
        var chain = new List<Link>();
        foreach (var line in _lines)
        {
            var previous = chain.Count == 0 ? AuditChain.Start : chain[^1].Hash;
            chain.Add(new(line, previous, AuditChain.Hash(line, previous)));
        }

        return chain;
    }

    private static AuditLine Line(int number) => new(
        "demo", number, "2026-11-23T15:00:00.000Z", "u-1", "FrontDesk", "patient.view", "p1", "patient/p1", "Done");

    private sealed record Link(AuditLine Line, string Previous, string Hash);
}
