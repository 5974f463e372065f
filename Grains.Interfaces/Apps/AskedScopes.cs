using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>What an app may be given of the scopes that it asks for.</summary>
public static class AskedScopes
{
    private const ResourceRights Reading = ResourceRights.Read | ResourceRights.Search;

    /// <summary>Types that are served and are no data of a record, so they are not among the types that are searched there.</summary>
    private static readonly string[] _ofNoRecord = ["AuditEvent", "Group", "Subscription"];

    /// <summary>The scopes of a text, each once.</summary>
    public static ImmutableArray<string> Of(string scopes) =>
        [.. scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// What is both asked for and allowed: a scope as it was asked when all of it is allowed, else the parts that are. What
    /// is no scope of SMART, or names a type that is not served, is left out.
    /// </summary>
    /// <param name="asked">With a space between.</param>
    /// <param name="allowed">Likewise.</param>
    public static ImmutableArray<string> Within(string asked, string allowed)
    {
        var limits = Of(allowed);
        var resources = ResourceScope.In(allowed);
        return [.. Of(asked).SelectMany(scope => Within(scope, limits, resources)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether all that is asked for is allowed.</summary>
    public static bool AreWithin(string asked, string allowed) => Of(asked).All(scope => Within(scope, allowed) is [var whole] && whole == scope);

    /// <summary>
    /// What is left of a scope for somebody who writes nothing here but subscriptions: reading, and of <c>*</c> the
    /// subscriptions beside it.
    /// </summary>
    public static IEnumerable<string> WithoutWriting(string scope)
    {
        if (ResourceScope.Parse(scope) is not { Type: not "Subscription" } asked || (asked.Rights & ~Reading) is ResourceRights.None)
            return [scope];
        var read = (asked.Rights & Reading) is ResourceRights.None ? [] : new[] { (asked with { Rights = asked.Rights & Reading }).ToString() };
        return asked is { Type: "*", Category: null } ? [.. read, (asked with { Type = "Subscription" }).ToString()] : read;
    }

    /// <summary>Whether one of the scopes of a token tells the app which resource the person is.</summary>
    public static bool TellWho(string scopes) => Of(scopes) is var given && (given.Contains(LaunchScope.FhirUser) || given.Contains(LaunchScope.Profile));

    /// <summary>Whether one of the scopes opens data of one patient.</summary>
    public static bool NeedPatient(IEnumerable<string> scopes) =>
        scopes.Any(scope => scope is LaunchScope.Patient or LaunchScope.Launch or LaunchScope.Encounter || scope.StartsWith("patient/", StringComparison.Ordinal));

    /// <summary>Whether there can be something of the scope's type.</summary>
    public static bool IsServed(ResourceScope scope) => scope.Type == "*" || SearchParameters.IsServed(scope.Type) || _ofNoRecord.Contains(scope.Type);

    private static IEnumerable<string> Within(string scope, ImmutableArray<string> limits, ImmutableArray<ResourceScope> allowed)
    {
        if (LaunchScope.IsKnown(scope))
            return limits.Contains(scope) ? [scope] : [];
        if (ResourceScope.Parse(scope) is not { } asked || !IsServed(asked))
            return [];
        var common = allowed.Select(limit => asked.Common(limit)).OfType<ResourceScope>().ToArray();
        return common.Contains(asked) ? [scope] : common.Select(part => part.ToString()).Where(text => text != scope);
    }
}
