using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Interfaces.Access;

/// <summary>What an app may do with a type of resource, by SMART App Launch 2.2: <c>patient/Observation.rs?category=…</c>.</summary>
[Flags]
public enum ResourceRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Make new ones.</summary>
    Create = 1,

    /// <summary>Read one.</summary>
    Read = 2,

    /// <summary>Change one.</summary>
    Update = 4,

    /// <summary>Delete one.</summary>
    Delete = 8,

    /// <summary>Search.</summary>
    Search = 16,
}

/// <summary>One scope of an app's token.</summary>
/// <param name="Context">Whose data: <c>patient</c>, <c>user</c> or <c>system</c>.</param>
/// <param name="Type">The FHIR type, or <c>*</c>.</param>
/// <param name="Rights">What may be done.</param>
/// <param name="Category">Only resources with this category, as <c>system|code</c> or <c>code</c>; none for all.</param>
public sealed record ResourceScope(string Context, string Type, ResourceRights Rights, string? Category)
{
    private const int Remembered = 1_024;
    private const string Letters = "cruds";
    private static readonly ConcurrentDictionary<string, ImmutableArray<ResourceScope>> _parsed = new(StringComparer.Ordinal);

    /// <summary>The resource scopes in a token's scope text; other scopes (<c>openid</c>, <c>launch</c>) are left out.</summary>
    public static ImmutableArray<ResourceScope> In(string scopes)
    {
        if (_parsed.TryGetValue(scopes, out var known))
            return known;
        var parsed = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<ResourceScope>().ToImmutableArray();
        if (_parsed.Count >= Remembered)
            _parsed.Clear();
        _parsed[scopes] = parsed;
        return parsed;
    }

    /// <summary>Reads one scope of version 2, or of version 1 (<c>.read</c>, <c>.write</c>, <c>.*</c>); none when it is something else.</summary>
    public static ResourceScope? Parse(string scope)
    {
        var (path, query) = scope.Split('?') switch
        {
            [var whole] => (whole, ""),
            [var before, var after] => (before, after),
            _ => ("", ""),
        };
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var dot = path.LastIndexOf('.');
        if (slash < 0 || dot < slash)
            return null;
        var context = path[..slash];
        var type = path[(slash + 1)..dot];
        var rights = RightsOf(path[(dot + 1)..]);
        if (context is not ("patient" or "user" or "system") || rights is ResourceRights.None || !IsType(type))
            return null;
        if (query.Length == 0)
            return new(context, type, rights, null);
        return query.StartsWith("category=", StringComparison.Ordinal) && query.Length > 9
            ? new(context, type, rights, Uri.UnescapeDataString(query[9..]))
            : null;
    }

    /// <summary>What both scopes allow, if anything.</summary>
    public ResourceScope? Common(ResourceScope other)
    {
        var rights = Rights & other.Rights;
        if (Context != other.Context || rights is ResourceRights.None
            || (Type != other.Type && Type != "*" && other.Type != "*")
            || (Category is not null && other.Category is not null && Category != other.Category))
        {
            return null;
        }

        return new(Context, Type == "*" ? other.Type : Type, rights, Category ?? other.Category);
    }

    /// <summary>As version 2 writes it.</summary>
    public override string ToString()
    {
        var letters = string.Concat(Letters.Where((_, place) => (Rights & (ResourceRights)(1 << place)) != 0));
        return $"{Context}/{Type}.{letters}{(Category is null ? "" : $"?category={Category}")}";
    }

    /// <summary>Whether one of the scopes allows it for a resource of the type with these categories.</summary>
    /// <param name="scopes">The token's scopes.</param>
    /// <param name="right">What is to be done.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="categories">Its categories, each as <c>system|code</c>.</param>
    public static bool Allow(ImmutableArray<ResourceScope> scopes, ResourceRights right, string type, ImmutableArray<string> categories) =>
        scopes.Any(scope => (scope.Rights & right) != 0
            && (scope.Type == "*" || scope.Type == type)
            && (scope.Category is null || categories.Any(category => IsCategory(category, scope.Category))));

    /// <summary>Whether some resource of the type may come under one of the scopes.</summary>
    public static bool AllowSome(ImmutableArray<ResourceScope> scopes, ResourceRights right, string type) =>
        scopes.Any(scope => (scope.Rights & right) != 0 && (scope.Type == "*" || scope.Type == type));

    /// <summary>Those of the caller's scopes that reach into a record: a patient's own only into that patient's, and the practice's.</summary>
    public static ImmutableArray<ResourceScope> Into(string recordId, Caller caller, string scopes) =>
        caller.OnlyPatientId is null || recordId == caller.OnlyPatientId || recordId == RecordId.PracticeWide
            ? In(scopes)
            : [.. In(scopes).Where(scope => scope.Context != "patient")];

    /// <summary>Whether the scopes of the caller's token, if there is one, let it read every resource of the type in a record.</summary>
    public static bool OpenWhole(string recordId, Caller caller, string type) =>
        caller.Scope is not { } scopes || Allow(Into(recordId, caller, scopes), ResourceRights.Read, type, []);

    private static bool IsCategory(string category, string wanted) =>
        category == wanted || (!wanted.Contains('|', StringComparison.Ordinal) && category.EndsWith("|" + wanted, StringComparison.Ordinal));

    private static bool IsType(string type) => type == "*" || (type.Length > 0 && char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter));

    private static ResourceRights RightsOf(string text) => text switch
    {
        "read" => ResourceRights.Read | ResourceRights.Search,
        "write" => ResourceRights.Create | ResourceRights.Update | ResourceRights.Delete,
        "*" => (ResourceRights)31,
        _ => Ordered(text),
    };

    /// <summary>The letters of "cruds" in their order, each at most once.</summary>
    private static ResourceRights Ordered(string text)
    {
        var rights = ResourceRights.None;
        var last = -1;
        foreach (var letter in text)
        {
            var at = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (at <= last)
                return ResourceRights.None;
            rights |= (ResourceRights)(1 << at);
            last = at;
        }

        return rights;
    }
}
