using Portal.Grains.Documents;
using Portal.Grains.Scheduling;

namespace Portal.Grains.Tests.Scheduling;

/// <summary>Every list of visits is read from its index, in order.</summary>
[Collection(SharedCluster.Name)]
public sealed class QueryPlanTests(PortalCluster cluster)
{
    [Theory]
    [InlineData(AppointmentSql.Upcoming, "appointment_by_patient")]
    [InlineData(AppointmentSql.Past, "appointment_by_patient")]
    [InlineData(AppointmentSql.Rest, "appointment_by_patient")]
    [InlineData(AppointmentSql.Day, "appointment_by_day")]
    [InlineData(AppointmentSql.CalledOff, "appointment_by_patient")]
    [InlineData(AppointmentSql.CallBacks, "appointment_by_confirmation")]
    public async Task A_list_is_read_from_its_index_without_sorting(string sql, string index)
    {
        var plan = await Explain(sql);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_still_booked_is_looked_for_among_the_scheduled_visits_of_the_practice()
    {
        var plan = await Explain(AppointmentSql.Booked);

        Assert.Contains("appointment_by_confirmation (<expr>=? AND <expr>=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN grain_state", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppointmentSql.Day)]
    [InlineData(AppointmentSql.CallBacks)]
    public async Task The_patient_s_name_is_looked_up_by_the_patient_s_id(string sql) =>
        Assert.Contains("patient_by_id (<expr>=? AND <expr>=?)", await Explain(sql), StringComparison.Ordinal);

    [Fact]
    public async Task Numbers_to_call_are_looked_up_by_the_patients_ids()
    {
        var plan = await Explain(AppointmentSql.Phones("demo", ["ana"]).Sql.Replace("@patient0", "@patient", StringComparison.Ordinal));

        Assert.Contains("patient_by_id (<expr>=? AND <expr>=?)", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breaks_are_read_from_the_named_books_only()
    {
        var plan = await Explain(AppointmentSql.Breaks(["demo/chair:c1:2026-11-24"], DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Sql);

        Assert.Contains("(state=? AND id=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN grain_state", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_is_looked_up_by_the_visit_s_key()
    {
        var plan = await Explain("select row_id from appointment_claims where row_id = @row and (held_claim = @claim or pending_claim = @claim)");

        Assert.Contains("(state=? AND id=?)", plan, StringComparison.Ordinal);
    }

    private async Task<string> Explain(string sql)
    {
        var queries = new DocumentQueries(cluster.Database.DataSource);
        string[] names = ["practice", "patient", "since", "now", "time", "id", "size", "location", "start", "end", "book0", "row", "claim", "chair", "provider"];
        var used = names.Where(name => sql.Contains($"@{name}", StringComparison.Ordinal)).Select(name => (name, (object?)"1")).ToArray();
        return string.Join('\n', await queries.List($"explain query plan {sql}", row => row.GetString(3), used));
    }
}
