namespace Portal.Grains.Scheduling;

/// <summary>Where a page of visits ended: the last row's start as stored, and its id.</summary>
internal readonly record struct VisitCursor(string StartAt, string Id) : IComparable<VisitCursor>
{
    public static VisitCursor? Parse(string? text) =>
        text?.Split('|') is [{ Length: > 0 } start, { Length: > 0 } id] ? new VisitCursor(start, id) : null;

    public int CompareTo(VisitCursor other) =>
        string.CompareOrdinal(StartAt, other.StartAt) is var order and not 0 ? order : string.CompareOrdinal(Id, other.Id);

    public override string ToString() => $"{StartAt}|{Id}";
}
