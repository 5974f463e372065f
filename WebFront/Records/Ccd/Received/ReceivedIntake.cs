using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Documents;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>A stored document of another office.</summary>
public sealed record ReceivedFile(string Id, string Name, long Size, string Sha256, string Source, string Title, string Made);

/// <summary>Takes a document of another office in: it must be a clinical document within the bounds, or nothing is kept.</summary>
public sealed class ReceivedIntake(IBlobStore blobs, TimeProvider time)
{
    /// <summary>More than the portal itself makes of a record of 2 000 treatments, and less than what <see cref="SafeXml"/> reads.</summary>
    public const int Largest = 4 * 1024 * 1024;

    public async Task<Result<ReceivedFile>> Take(IFormFile? file, CancellationToken cancellation)
    {
        if (file is null or { Length: 0 })
            return Refused("Choose a file that is not empty.");
        if (file.Length > Largest)
            return Refused($"The document may be {Largest / 1024 / 1024} MB at most.");
        using var content = new MemoryStream();
        await using (var body = file.OpenReadStream())
            await body.CopyToAsync(content, cancellation);
        if (ReceivedCcd.Read(content.ToArray(), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is not { } received)
            return Refused("This is not a clinical document that the portal can read. It must be a C-CDA document: an XML file, without a document type and not nested too deeply.");
        content.Position = 0;
        var id = await Keep(content, cancellation);
        return new ReceivedFile(id.Id, FileContent.SafeName(file.FileName), id.Stored.Size, id.Stored.Sha256, received.Source, received.Title, received.MadeAt);
    }

    public Task Forget(ReceivedFile file, CancellationToken cancellation) => blobs.Delete(file.Id, cancellation);

    /// <summary>The document as it came.</summary>
    public async Task<byte[]?> Read(string fileId, CancellationToken cancellation)
    {
        if (await blobs.Open(fileId, cancellation) is not { } stored)
            return null;
        await using (stored)
        {
            using var content = new MemoryStream();
            await stored.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
    }

    /// <summary>What goes into the record, as a file that the silo stores from.</summary>
    public async Task<string> Pack(ImmutableArray<ResourceDraft> drafts, CancellationToken cancellation)
    {
        using var content = new MemoryStream(PackedDrafts.Pack(drafts), writable: false);
        return (await Keep(content, cancellation)).Id;
    }

    public Task Forget(string fileId, CancellationToken cancellation) => blobs.Delete(fileId, cancellation);

    private async Task<(string Id, StoredBlob Stored)> Keep(MemoryStream content, CancellationToken cancellation)
    {
        var id = Ulid.NewUlid(time.GetUtcNow()).ToString().ToLowerInvariant();
        return (id, await blobs.Save(id, content, long.MaxValue, cancellation));
    }

    private static Problem Refused(string message) => new("received.refused", message);
}
