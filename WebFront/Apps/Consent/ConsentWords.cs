using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Apps.Consent;

/// <summary>What was agreed to, in one line.</summary>
public static class ConsentWords
{
    public static string Of(string scope)
    {
        var scopes = AskedScopes.Of(scope);
        var resources = scopes.Select(ResourceScope.Parse).OfType<ResourceScope>().ToArray();
        if (resources.Length == 0)
            return "Who you are";
        var choice = new ConsentChoice(scopes);
        var data = resources.Any(one => one is { Type: "*", Category: null }) ? "The whole record" : Joined(choice.Data);
        return choice.ReachesOthersWithAll ? $"{data}, of everybody whom you may see"
            : choice.ReachesOthers ? $"{data}; of everybody whom you may see: {Joined(choice.Data.Where(line => line.OfOthers))}"
            : data;
    }

    /// <summary>The same of a record, and of the person's own details where the app is told who that is.</summary>
    /// <param name="scope">What was agreed to.</param>
    /// <param name="isOfSomebodyElse">Whether the record is not the person's own.</param>
    public static string Of(string scope, bool isOfSomebodyElse) =>
        isOfSomebodyElse && AskedScopes.TellWho(scope) ? $"{Of(scope)}; and your own name, birth date, address, phone and e-mail" : Of(scope);

    private static string Joined(IEnumerable<ConsentLine> lines) => string.Join(", ", lines.Select(line => line.Text));
}
