namespace Portal.Grains.Scheduling;

/// <summary>Where a page of visits ended: the last row's start as stored, and its id.</summary>
public readonly record struct VisitCursor(string StartAt, string Id)
{
    public static VisitCursor? Parse(string? text) =>
        text?.Split('|') is [{ Length: > 0 } start, { Length: > 0 } id] ? new VisitCursor(start, id) : null;

    public override string ToString() => $"{StartAt}|{Id}";
}
