using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// One import of data into a practice. Key: <c>{practice}/{importId}</c>. Its input is kept in rows before it starts,
/// and it goes on where it stood after a crash until it is finished.
/// </summary>
[Alias("portal.records.IImportGrain")]
public interface IImportGrain : IOutboxOwner
{
    /// <summary>Opens the import to be filled, by the one who opened it.</summary>
    /// <returns><c>import.begun</c> when it was opened before; whoever comes second leaves it alone.</returns>
    [Alias("Open"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("import.open")]
    Task<Result<Done>> Open(OpenImport command);

    /// <summary>Keeps a part of the input. Adding the same number again replaces it.</summary>
    /// <returns><c>import.not_open</c> once it was started or dropped.</returns>
    [Alias("Add"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<Result<Done>> Add(ImportChunk chunk);

    /// <summary>
    /// The input is still being read. An import that hears nothing for <see cref="ImportLimits.FillTime"/> gives itself up:
    /// its reader has died.
    /// </summary>
    /// <returns><c>import.not_open</c> once it was started or dropped.</returns>
    [Alias("StillReading"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<Result<Done>> StillReading();

    /// <summary>
    /// Begins the work and returns. A transaction is checked whole first; when anything stands in its way, nothing is
    /// written and the import ends as <see cref="ImportStatus.Refused"/>. Starting it again changes nothing.
    /// </summary>
    /// <returns><c>import.not_open</c> once it was dropped.</returns>
    [Alias("Start"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("import.start")]
    Task<Result<Done>> Start();

    /// <summary>Gives up an import that was not started; its input is deleted.</summary>
    [Alias("Drop"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<Result<Done>> Drop();

    /// <summary>Where it stands; none when there is no such import.</summary>
    [Alias("View"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<ImportView?> View();

    /// <summary>The first <see cref="ImportLimits.Problems"/> problems, in the order of the input.</summary>
    [Alias("Problems"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<ImportProblem>> Problems();

    /// <summary>The first <see cref="ImportLimits.Problems"/> warnings about entries that were taken, in the order of the input.</summary>
    [Alias("Warnings"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<ImportProblem>> Warnings();

    /// <summary>What became of every entry of one chunk; empty while it is not done.</summary>
    /// <param name="chunk">The chunk's number, below <see cref="ImportView.Chunks"/>.</param>
    [Alias("Outcomes"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<ItemOutcome>> Outcomes(int chunk);
}

/// <summary>The limits of an import.</summary>
public static class ImportLimits
{
    /// <summary>Bytes of one input.</summary>
    public const int Bytes = 50 * 1024 * 1024;

    /// <summary>Entries of one chunk.</summary>
    public const int ChunkItems = 200;

    /// <summary>Characters of the resources in one chunk; a larger resource has a chunk to itself.</summary>
    public const int ChunkSize = 512 * 1024;

    /// <summary>Bytes of the content of one Binary or attachment.</summary>
    public const int BinaryBytes = 1024 * 1024;

    /// <summary>Characters of one resource as JSON; leaves room for a Binary in base64.</summary>
    public const int ResourceSize = 1536 * 1024;

    /// <summary>
    /// Objects and lists within one another in a resource. Bundles within Bundles are laid around it where it is given out,
    /// and 64 is what is read and written elsewhere without asking.
    /// </summary>
    public const int ResourceDepth = 48;

    /// <summary>Problems that are listed one by one; further ones are counted.</summary>
    public const int Problems = 1000;

    /// <summary>How long an import that is being filled may hear nothing before its input is deleted.</summary>
    public static readonly TimeSpan FillTime = TimeSpan.FromMinutes(2);
}

/// <summary>Opens an import.</summary>
/// <param name="Kind">Whether the entries stand or fall together.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="FileName">The name of the file; empty when it came without one.</param>
[GenerateSerializer, Immutable, Alias("portal.records.OpenImport")]
public sealed record OpenImport(
    [property: Id(0)] ImportKind Kind,
    [property: Id(1)] ImportSource Source,
    [property: Id(2)] string FileName = "");

/// <summary>Whether the entries stand or fall together.</summary>
[GenerateSerializer, Alias("portal.records.ImportKind")]
public enum ImportKind
{
    /// <summary>Each entry for itself: a bad one is reported, the others go in.</summary>
    Entries,

    /// <summary>All or none.</summary>
    Transaction,
}

/// <summary>Where an import comes from.</summary>
[GenerateSerializer, Alias("portal.records.ImportSource")]
public enum ImportSource
{
    /// <summary>A program over HTTP.</summary>
    Program,

    /// <summary>The staff's import page.</summary>
    Staff,

    /// <summary>The demo practice.</summary>
    Demo,
}
