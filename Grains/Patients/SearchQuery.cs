using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Portal.Grains.Patients;

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
    /// <param name="after">The values of the last row's order columns and its id, to go on behind it.</param>
    /// <param name="hidden">Whether patients who cannot be seen in the portal are wanted.</param>
    /// <param name="size">Rows wanted.</param>
    public static SearchQuery Of(
        string columns, string practice, SearchLane lane, ImmutableArray<SearchLane> before, ImmutableArray<string>? after,
        bool hidden, int size)
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
        var order = string.Join(", ", lane.Order.Add("id"));
        if (after is { } last)
            query.And().Behind(order, last);
        query._sql.Append(CultureInfo.InvariantCulture, $" order by {order} limit {size}");
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

    private void Behind(string order, ImmutableArray<string> last)
    {
        _sql.Append(CultureInfo.InvariantCulture, $"({order}) > (");
        for (var i = 0; i < last.Length; i++)
        {
            if (i > 0)
                _sql.Append(", ");
            Argument(last[i]);
        }

        _sql.Append(')');
    }

    private void Argument(string value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"a{_arguments.Count}");
        _sql.Append('@').Append(name);
        _arguments.Add((name, value));
    }
}
