using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Portal.Grains.Patients;

/// <summary>
/// A step behind the last row of a page. SQLite finds no place in an index of expressions by comparing rows, so the
/// rest of a lane is read in steps: the same in all columns but the last, then in all but the last two, and so on.
/// </summary>
/// <param name="Last">The values of the last row's order columns and its id.</param>
/// <param name="Same">How many of them are the same in this step; the next one is greater.</param>
public sealed record SearchStep(ImmutableArray<string> Last, int Same)
{
    public static IEnumerable<SearchStep?> After(ImmutableArray<string>? last) => last is { } values
        ? Enumerable.Range(0, values.Length).Reverse().Select(SearchStep? (same) => new(values, same))
        : [null];
}

/// <summary>Writes the SQL of one lane: its range, without what the lanes before have listed, after a row, in order.</summary>
public sealed class SearchQuery
{
    private readonly StringBuilder _sql = new();
    private readonly List<(string Name, object? Value)> _arguments = [];

    private SearchQuery()
    {
    }

    public string Sql => _sql.ToString();

    public (string Name, object? Value)[] Arguments => [.. _arguments];

    /// <param name="columns">What is selected.</param>
    /// <param name="practice">Whose patients.</param>
    /// <param name="lane">The lane to read.</param>
    /// <param name="before">The lanes whose patients are listed already.</param>
    /// <param name="step">Where in the lane to go on; none begins it.</param>
    /// <param name="hidden">Whether patients who cannot be seen in the portal are wanted.</param>
    /// <param name="size">Rows wanted.</param>
    public static SearchQuery Of(
        string columns, string practice, SearchLane lane, ImmutableArray<SearchLane> before, SearchStep? step, bool hidden, int size)
    {
        var query = new SearchQuery();
        query._sql.Append(CultureInfo.InvariantCulture, $"select {columns} from patient_directory where practice = ");
        query.Argument(practice);
        foreach (var range in lane.Ranges)
            query.And().Within(range);
        foreach (var other in before)
            query.Except(other);
        if (!hidden)
            query.And()._sql.Append("visible");
        var order = lane.Order.Add("id");
        if (step is not null)
            query.Behind(order, step);
        // What is the same in all rows is left out: SQLite would sort them all over again for it.
        query._sql.Append(CultureInfo.InvariantCulture, $" order by {string.Join(", ", order.Skip(step?.Same ?? 0))} limit {size}");
        return query;
    }

    private SearchQuery And()
    {
        _sql.Append(" and ");
        return this;
    }

    private void Within(SearchRange range)
    {
        _sql.Append(CultureInfo.InvariantCulture, $"{range.Column} >= ");
        Argument(range.From);
        _sql.Append(CultureInfo.InvariantCulture, $" and {range.Column} <= ");
        Argument(range.To);
    }

    /// <summary>A column that is absent matches no range, and then the row was not listed.</summary>
    private void Except(SearchLane other)
    {
        _sql.Append(" and (");
        for (var i = 0; i < other.Ranges.Length; i++)
        {
            if (i > 0)
                _sql.Append(" and ");
            Within(other.Ranges[i]);
        }

        _sql.Append(") is not true");
    }

    private void Behind(ImmutableArray<string> order, SearchStep step)
    {
        for (var i = 0; i <= step.Same; i++)
        {
            _sql.Append(CultureInfo.InvariantCulture, $" and {order[i]} {(i < step.Same ? '=' : '>')} ");
            Argument(step.Last[i]);
        }
    }

    private void Argument(string value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"a{_arguments.Count}");
        _sql.Append('@').Append(name);
        _arguments.Add((name, value));
    }
}
