using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>One section of the document: its rows are those of the patient summary's section, and each has its entry.</summary>
/// <param name="Lists">Which resources belong here, and how a row reads.</param>
/// <param name="Prefix">Begins the names of its rows.</param>
/// <param name="Root">The template.</param>
/// <param name="Extension">The template's version.</param>
/// <param name="Entry">The coded entry of a resource; none when the row alone tells it.</param>
internal sealed record CcdSection(
    SummarySection Lists, string Prefix, string Root, string? Extension, Func<CcdRecord, JsonObject, RowMarks, XElement?> Entry)
{
    /// <summary>Something is known, but nothing of it can be told in the way that the template demands: the rows tell it.</summary>
    private const string NotCoded = "OTH";

    /// <summary>Rows that are not resources of their own, such as what the Patient tells.</summary>
    public Func<CcdRecord, IEnumerable<(string[] Cells, Func<RowMarks, XElement?> Entry)>>? Also { get; init; }

    /// <summary>Templates that came after R1.1 have one form alone.</summary>
    public bool HasNoOlderForm { get; init; }

    /// <summary>Where a section with nothing in it may be left out.</summary>
    public bool MayBeLeftOut { get; init; }

    public XElement? Of(CcdRecord record)
    {
        var told = SummaryOrder.LatestFirst(record.Resources.Where(Lists.Belongs))
            .Select(resource => (
                Cells: Lists.Row(resource),
                Entry: (Func<RowMarks, XElement?>)(marks => SummarySections.SaysNothing(resource) ? null : Entry(record, resource, marks)),
                IsKnown: !SummarySections.SaysNothing(resource)))
            .Concat((Also?.Invoke(record) ?? []).Select(row => (row.Cells, row.Entry, IsKnown: true)))
            .Select((row, index) => Row(row.Cells, row.Entry, row.IsKnown, index + 1))
            .ToList();
        if (told.Count == 0 && MayBeLeftOut)
            return null;
        return El(
            "section",
            told.Exists(row => row.Entry is not null) ? null : Null(told.Exists(row => row.IsKnown) ? NotCoded : "NI"),
            Template(Root, Extension, !HasNoOlderForm),
            Code("code", Lists.Loinc, CodeSystems.LoincOid, "LOINC", Lists.Words),
            El("title", Lists.Title),
            El("text", told.Count == 0 ? El("paragraph", $"No information about {Lists.Title.ToLowerInvariant()}.") : Table(told.Select(row => row.Narrative))),
            told.Select(row => row.Entry));
    }

    private (XElement Narrative, XElement? Entry, bool IsKnown) Row(string[] cells, Func<RowMarks, XElement?> entry, bool isKnown, int number)
    {
        var marks = new RowMarks($"{Prefix}-{number.ToString(CultureInfo.InvariantCulture)}");
        var coded = entry(marks);
        var row = El(
            "tr",
            [
                At("ID", marks.Name),
                .. cells.Select((cell, column) => El("td", marks.Pointed.Contains(column) ? At("ID", marks.NameOf(column)) : null, Lines(cell))),
            ]);
        return (row, coded, isKnown);
    }

    private static IEnumerable<object> Lines(string cell) =>
        cell.Split('\n').SelectMany((line, index) => index == 0 ? (object[])[line] : [El("br"), line]);

    private XElement Table(IEnumerable<XElement> rows) => El(
        "table",
        El("thead", El("tr", [.. Lists.Columns.Select(column => El("th", column))])),
        El("tbody", rows));
}

/// <summary>The names of a row and its cells in the narrative; a cell has one only if an entry points at it.</summary>
internal sealed class RowMarks(string name)
{
    public string Name { get; } = name;

    public SortedSet<int> Pointed { get; } = [];

    public string Row => "#" + Name;

    public string Cell(int column)
    {
        Pointed.Add(column);
        return "#" + NameOf(column);
    }

    public string NameOf(int column) => $"{Name}-{column.ToString(CultureInfo.InvariantCulture)}";
}
