using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Portal.Bench.Portals;

namespace Portal.Bench.Peers;

/// <summary>The records of made-up people by Synthea, as the benches use them.</summary>
internal static class SyntheaRecords
{
    private static readonly string _folder = Path.Combine(Repository.Root, "..", "shared", "data", "synthea");

    public static bool AreHere => Directory.Exists(_folder);

    /// <summary>Imports some, the smallest first.</summary>
    /// <returns>The ids of the patients.</returns>
    public static async Task<string[]> Import(HttpClient portal, int records)
    {
        var patients = new List<string>();
        foreach (var file in new DirectoryInfo(_folder).GetFiles("*.json").OrderBy(file => file.Length).Take(records))
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName);
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
            using var answer = await portal.PostAsync($"/{BenchPractice.Slug}/fhir/R4", content);
            if (answer.StatusCode is not HttpStatusCode.OK)
                throw new InvalidOperationException($"The import of {file.Name} answered {(int)answer.StatusCode}.");
            using var bundle = JsonDocument.Parse(bytes);
            patients.Add(bundle.RootElement.GetProperty("entry").EnumerateArray()
                .Select(entry => entry.GetProperty("resource"))
                .First(resource => resource.GetProperty("resourceType").GetString() == "Patient")
                .GetProperty("id").GetString()!);
        }

        return [.. patients];
    }
}
