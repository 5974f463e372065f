using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records;

/// <summary>Lists the imports of one practice. Key: <c>{practice}/imports</c>. Stateless: it reads the documents.</summary>
[Alias("portal.records.IImportDirectoryGrain")]
public interface IImportDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "imports";

    /// <summary>The newest imports, at most 50.</summary>
    [Alias("Recent"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<ImportRow>> Recent();
}

/// <summary>A row of the list.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ImportRow")]
public sealed record ImportRow(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset OpenedAt,
    [property: Id(2)] ImportStatus Status,
    [property: Id(3)] int Entries,
    [property: Id(4)] int Refused)
{
    /// <summary>The name of the file; empty when it came without one.</summary>
    [Id(5)] public string FileName { get; init; } = "";

    /// <summary>Who sent it; empty when it is not known.</summary>
    [Id(6)] public string By { get; init; } = "";
}
