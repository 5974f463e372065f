using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Export;

/// <summary>A file of an export, written while it is read: one page is held at a time, however long the file is.</summary>
internal sealed class ExportFileAnswer(IExportGrain export, string file, ExportPage first) : IResult
{
    public const string ContentType = "application/fhir+ndjson";

    private static readonly byte[] _newLine = "\n"u8.ToArray();

    /// <summary>On whose behalf the further pages are read; this is written after the operation has ended.</summary>
    private readonly Caller _caller = CallerScope.Required;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var scope = CallerScope.Use(_caller);
        httpContext.Response.ContentType = ContentType;
        var body = httpContext.Response.BodyWriter;
        for (var page = first; page is not null; page = await After(page))
        {
            foreach (var line in Lines(page.Resources))
            {
                body.Write(line);
                body.Write(_newLine);
            }

            if ((await body.FlushAsync(httpContext.RequestAborted)).IsCompleted)
                return;
        }
    }

    private async Task<ExportPage?> After(ExportPage page)
    {
        if (page.Next is null)
            return null;
        // Given up or over meanwhile: a file that ends early must not look like a whole one.
        return await export.Page(file, page.Next) ?? throw new OperationCanceledException("The export was given up while a file was fetched.");
    }

    private IEnumerable<byte[]> Lines(ImmutableArray<ServedResource> resources)
    {
        if (file != ExportFile.Deletions)
            return resources.Select(resource => resource.Json);
        return resources.IsEmpty ? [] : [Encoding.UTF8.GetBytes(Deletions(resources).ToJsonString())];
    }

    private static JsonObject Deletions(ImmutableArray<ServedResource> resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray([.. resources.Select(resource => (JsonNode)new JsonObject
        {
            ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = $"{resource.Type}/{resource.Id}" },
        })]),
    };
}
