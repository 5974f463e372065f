using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Records.Export;

/// <summary>
/// One export of many patients' resources (FHIR Bulk Data Access 2.0). Key: <c>{practice}/{exportId}</c>. It keeps no
/// copy: a file is read from the records while it is fetched, as they were when the export was begun. Only who began it
/// finds it. What was asked for stays in the document after its end, so that the audit trail can be followed.
/// </summary>
[Alias("portal.records.IExportGrain")]
public interface IExportGrain : IOutboxOwner
{
    /// <summary>Begins: from now on it is found out which files there are.</summary>
    /// <returns>
    /// <c>export.begun</c> when there is one of this id, <c>export.nothing</c> when the caller's token opens none of the types
    /// whole, or is for one patient.
    /// </returns>
    [Alias("Begin"), AllowedFor(Audience.Administrator | Audience.Integrator), Audited("export.begin")]
    Task<Result<Done>> Begin(BeginExport command);

    /// <summary>Where it stands; none when there is no such export, or when somebody else began it.</summary>
    [Alias("View"), AllowedFor(Audience.Administrator | Audience.Integrator), ReadOnly]
    Task<ExportView?> View();

    /// <summary>A page of a file; none when there is no such file.</summary>
    /// <param name="file">The file's name, one of <see cref="ExportFile.Name"/>.</param>
    /// <param name="after">The cursor of the page before, or none.</param>
    [Alias("Page"), AllowedFor(Audience.Administrator | Audience.Integrator), Audited("export.read"), ReadOnly]
    Task<ExportPage?> Page(string file, string? after);

    /// <summary>Gives it up; from then on there is none.</summary>
    /// <returns><c>export.unknown</c> when there is none, or somebody else began it.</returns>
    [Alias("Cancel"), AllowedFor(Audience.Administrator | Audience.Integrator), Audited("export.cancel")]
    Task<Result<Done>> Cancel();

    /// <summary>Takes down which files there are.</summary>
    [Alias("Counted"), AllowedFor(Audience.System), AlwaysInterleave]
    Task Counted(ImmutableArray<ExportFile> files);

    /// <summary>Ends it, <see cref="ExportLimits.Kept"/> after it was ready.</summary>
    [Alias("Expire"), AllowedFor(Audience.System), AlwaysInterleave]
    Task Expire();
}

/// <summary>The limits of an export.</summary>
public static class ExportLimits
{
    /// <summary>Resources of one page, which is what is held in memory at a time.</summary>
    public const int PageSize = 500;

    /// <summary>Bytes of resources after which a page ends, however few they are; one may be larger by a resource.</summary>
    public const int PageBytes = 4 * 1024 * 1024;

    /// <summary>How long an export waits for writes under way, and for clocks that differ, before it is looked at.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>How long the files can be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);
}

/// <summary>Begins an export.</summary>
/// <param name="Level">Of whom.</param>
/// <param name="GroupId">The group, at <see cref="ExportLevel.Group"/>.</param>
/// <param name="Types">Only these types; empty for all of the level that the caller may have.</param>
/// <param name="Since">Only what changed after this time (UTC), and what was deleted after it.</param>
/// <param name="Request">The address that was asked, for the manifest.</param>
[GenerateSerializer, Immutable, Alias("portal.records.BeginExport")]
public sealed record BeginExport(
    [property: Id(0)] ExportLevel Level,
    [property: Id(1)] string? GroupId,
    [property: Id(2)] ImmutableArray<string> Types,
    [property: Id(3)] DateTimeOffset? Since,
    [property: Id(4)] string Request);

/// <summary>Of whom an export is.</summary>
[GenerateSerializer, Alias("portal.records.ExportLevel")]
public enum ExportLevel
{
    /// <summary>Everything of the practice.</summary>
    System,

    /// <summary>All patients, and whom and what their records name.</summary>
    Patient,

    /// <summary>The patients of a group, and whom and what their records name.</summary>
    Group,
}

/// <summary>A file of an export.</summary>
/// <param name="Name">The FHIR type of its resources, or <see cref="Deletions"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ExportFile")]
public sealed record ExportFile([property: Id(0)] string Name)
{
    /// <summary>The name of the file that tells what was deleted.</summary>
    public const string Deletions = "deleted";
}

/// <summary>Where an export stands.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ExportView")]
public sealed record ExportView
{
    /// <summary>The state of the records that it shows (UTC).</summary>
    [Id(0)] public required DateTimeOffset AsOf { get; init; }

    /// <summary>The address that was asked.</summary>
    [Id(1)] public required string Request { get; init; }

    /// <summary>The files; none while it is being found out.</summary>
    [Id(2)] public ImmutableArray<ExportFile>? Files { get; init; }

    /// <summary>When it is forgotten (UTC).</summary>
    [Id(3)] public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it stands still after failures and waits for somebody of the practice.</summary>
    [Id(4)] public bool Stuck { get; init; }
}

/// <summary>A page of a file.</summary>
/// <param name="Resources">In the order of patient and id; deleted ones in the file of deletions only.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ExportPage")]
public sealed record ExportPage([property: Id(0)] ImmutableArray<ServedResource> Resources, [property: Id(1)] string? Next);
