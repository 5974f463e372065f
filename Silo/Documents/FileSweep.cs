using System.Collections.Immutable;
using Portal.Grains.Documents;

namespace Portal.Silo.Documents;

/// <summary>
/// Removes files that were stored for a message which never came to be, because the process ended in between. A file
/// stays as long as any document names it; a young one stays because its message may be on its way.
/// </summary>
public sealed class FileSweep(DocumentQueries queries, IStoredFiles files, TimeProvider time, ILogger<FileSweep> log)
{
    /// <summary>How old a file must be.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>How long a round is enough for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private const int AtOnce = 200;

    private DateTimeOffset _due;
    private string _checked = "";

    /// <summary>A round when the last one is long enough ago.</summary>
    public async Task SweepWhenDue(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        if (now < _due)
            return;
        await Sweep(cancellation);
        _due = now + Period;
    }

    /// <summary>Looks once at every file that came of age since the last round of this process.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> Sweep(CancellationToken cancellation = default)
    {
        var until = FirstIdAt(time.GetUtcNow() - Patience);
        var removed = 0;
        var some = new List<string>(AtOnce);
        await foreach (var id in files.Between(_checked, until, cancellation))
        {
            some.Add(id);
            if (some.Count < AtOnce)
                continue;
            removed += await RemoveUnnamed(some, cancellation);
            some.Clear();
        }

        removed += await RemoveUnnamed(some, cancellation);
        _checked = until;
        if (removed > 0)
            FileLogs.Removed(log, removed);
        return removed;
    }

    private async Task<int> RemoveUnnamed(List<string> ids, CancellationToken cancellation)
    {
        var attached = await Attached(ids);
        var removed = 0;
        foreach (var id in ids.Distinct(StringComparer.Ordinal).Where(id => !attached.Contains(id)))
        {
            if (await IsNamed(id))
                continue;
            await files.Delete(id, cancellation);
            removed++;
        }

        return removed;
    }

    /// <summary>Asks which of some files a document is known to have.</summary>
    /// <param name="values">Their ids, or the names of parameters.</param>
    public static string AttachedAmong(IEnumerable<string> values) =>
        $"select distinct file_id from attached_file where file_id in ({string.Join(", ", values)})";

    private async Task<ImmutableHashSet<string>> Attached(List<string> ids)
    {
        if (ids.Count == 0)
            return [];
        var names = ids.Select((_, i) => $"f{i}").ToList();
        var found = await queries.List(
            AttachedAmong(names.Select(name => "@" + name)),
            row => row.GetString(0),
            [.. names.Zip(ids, (name, id) => (name, (object?)id))]);
        return [.. found];
    }

    /// <summary>
    /// Any mention counts, wherever it stands: a file too many costs little, one too few is lost. It reads every
    /// document, but only for a file that no message has, and those are few.
    /// </summary>
    private async Task<bool> IsNamed(string id) =>
        !(await queries.List("select 1 from document_words where words like @words limit 1", _ => true, ("words", $"%{id}%"))).IsEmpty;

    private static string FirstIdAt(DateTimeOffset at) => Ulid.NewUlid(at, stackalloc byte[10]).ToString().ToLowerInvariant();
}

internal static partial class FileLogs
{
    [LoggerMessage(1411, LogLevel.Information, "Removed {Count} files that no document names.")]
    public static partial void Removed(ILogger log, int count);

    [LoggerMessage(1412, LogLevel.Warning, "The search for files that no document names failed ({Failure}).")]
    public static partial void RoundFailed(ILogger log, string failure);
}
