using System.Text.Json;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>What the entries of a transaction or batch may ask for: to create or to replace.</summary>
internal static class BundleRequests
{
    public static ImportProblem? Check(JsonElement entry, string place, InputEntry read)
    {
        if (!entry.TryGetProperty("request", out var request))
            return new($"{place}.request", "import.no_request", "The entry does not say what to do.", "Add request with method PUT or POST.");
        var method = InputReader.Text(request, "method");
        var url = InputReader.Text(request, "url");
        if (method is not ("PUT" or "POST"))
            return new($"{place}.request.method", "import.method", "Only PUT and POST are taken.", "Leave this entry out.");
        var expected = method is "POST" ? read.Type : $"{read.Type}/{read.OriginalId ?? read.Id}";
        return url == expected || read.Type.Length == 0
            ? null
            : new($"{place}.request.url", "import.url", "The address does not fit the resource.",
                "It is Type for POST and Type/id for PUT, with the type and id of the resource.");
    }
}
