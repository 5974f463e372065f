using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;

namespace Portal.Grains.Records;

/// <summary>
/// Finds the visits of a transaction that would not get their time, because the books give it to somebody else or an
/// earlier entry takes it. Visits that take no time are written before those that do: what they leave is free.
/// </summary>
internal sealed class VisitCheck(IGrainFactory grains, string slug)
{
    private readonly List<(BookDay Book, HoldTime Time)> _taken = [];
    private ImmutableArray<string> _leaving = [];

    public static bool TakesTime(ImportItem item) => item.Act.Appointment is { Status: AppointmentStatus.Scheduled };

    /// <summary>The visit gives its time back, if it has any.</summary>
    public void Leaves(ImportItem item) => _leaving = _leaving.Add(item.Resource!.Id);

    /// <param name="item">An entry with a visit.</param>
    /// <param name="practice">As it will be by then.</param>
    public async Task<ImmutableArray<ImportProblem>> Of(ImportItem item, PracticeView practice)
    {
        var id = item.Resource!.Id;
        var needed = await grains.GetGrain<IAppointmentGrain>(GrainKey.For(slug, id)).TryImport(item.Act.Appointment!, practice);
        if (!needed.Succeeded)
        {
            var problems = ImportProblems.OfVisit(item.Place, needed.Problems);
            // An appointment that can be no visit is kept all the same, so it stands in nobody's way.
            return problems.All(ImportProblems.IsWarning) ? [] : problems;
        }

        return needed.Value.Slot is { } slot
            ? ImportProblems.From(item.Place, SlotRules.Taken(await TakenOf(new(id, "check", slot.Start, slot.End), slot), practice))
            : [];
    }

    private async Task<ImmutableArray<string>> TakenOf(HoldTime time, Slot slot)
    {
        var taken = new List<string>();
        foreach (var book in BookDay.Of(slot))
        {
            if (_taken.Any(other => other.Book == book && other.Time.Start < time.End && time.Start < other.Time.End)
                || !await grains.GetGrain<IDayBookGrain>(book.Key(slug)).IsFree(time, _leaving))
                taken.Add(book.Resource);
            _taken.Add((book, time));
        }

        return [.. taken.Distinct(StringComparer.Ordinal)];
    }
}
