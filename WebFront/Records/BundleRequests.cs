using System.Text.Json;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>What the entries of a transaction or batch may ask for: to create or to replace.</summary>
internal static class BundleRequests
{
    private static readonly string[] _conditions = ["ifMatch", "ifNoneExist", "ifNoneMatch", "ifModifiedSince"];

    public static ImportProblem? Check(JsonElement entry, string place, InputEntry read)
    {
        if (!entry.TryGetProperty("request", out var request))
            return new($"{place}.request", "import.no_request", "The entry does not say what to do.", "Add request with method PUT or POST.");
        var method = InputReader.Text(request, "method");
        var url = InputReader.Text(request, "url");
        if (method is not ("PUT" or "POST"))
            return new($"{place}.request.method", "import.method", "Here only PUT and POST are taken.", "Put reads and deletions into a batch, or send them one by one.");
        if (_conditions.FirstOrDefault(condition => request.TryGetProperty(condition, out _)) is { } unmet)
        {
            return new($"{place}.request.{unmet}", "import.condition", "A transaction takes no conditions.",
                "Put the entry into a batch, or send it as a request of its own.");
        }

        var expected = method is "POST" ? read.Type : $"{read.Type}/{read.OriginalId ?? read.Id}";
        return url == expected || read.Type.Length == 0
            ? null
            : new($"{place}.request.url", "import.url", "The address does not fit the resource.",
                "It is Type for POST and Type/id for PUT, with the type and id of the resource.");
    }
}
