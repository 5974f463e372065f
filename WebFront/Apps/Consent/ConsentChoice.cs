using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Apps.Consent;

/// <summary>One line to tick.</summary>
/// <param name="Key">In the form.</param>
/// <param name="Text">In plain words.</param>
/// <param name="Hint">A few words more; may be empty.</param>
/// <param name="OfOthers">Whether it is given of everybody whom the person may see, and not of one patient alone.</param>
public sealed record ConsentLine(string Key, string Text, string Hint, bool OfOthers);

/// <summary>Lines that one tick gives together; each of them can still be taken out.</summary>
/// <param name="Key">In the form; the one line's where there is but one.</param>
/// <param name="Text">In plain words.</param>
/// <param name="Lines">What is in it.</param>
public sealed record ConsentChapter(string Key, string Text, ImmutableArray<ConsentLine> Lines)
{
    /// <summary>Whether there is something to choose within.</summary>
    public bool HasParts => Lines is not [{ } only] || only.Key != Key;

    /// <summary>What is in it, in a few words.</summary>
    public string Hint => HasParts ? string.Join(", ", Lines.Select(line => line.Text)) : Lines[0].Hint;

    /// <summary>What of it is given of everybody whom the person may see.</summary>
    public ImmutableArray<ConsentLine> OfOthers => [.. Lines.Where(line => line.OfOthers)];
}

/// <summary>
/// The scopes that an app may be given, as lines of plain words; and from the lines that were ticked the scopes again. A
/// scope of which everything is ticked stays as it was asked for, else it becomes the scopes of what is ticked.
/// </summary>
/// <param name="offered">What the app asks for and may have.</param>
public sealed class ConsentChoice(ImmutableArray<string> offered)
{
    /// <summary>The line of <c>offline_access</c>.</summary>
    public const string Lasting = "lasting";

    /// <summary>The line of <c>online_access</c>.</summary>
    public const string Online = "online";

    /// <summary>The line of neither.</summary>
    public const string Hour = "hour";

    /// <summary>The line of <c>openid</c> and <c>fhirUser</c>.</summary>
    public const string Identity = "identity";

    private readonly ImmutableArray<ResourceScope> _resources = [.. offered.Select(ResourceScope.Parse).OfType<ResourceScope>()];

    /// <summary>What the app asks for and may have.</summary>
    public ImmutableArray<string> Offered => offered;

    /// <summary>Whether a record has to be chosen.</summary>
    public bool NeedsPatient => AskedScopes.NeedPatient(offered);

    public bool CanLast => offered.Contains(LaunchScope.Offline);

    public bool CanStayWhileHere => offered.Contains(LaunchScope.Online);

    public bool AsksWho => offered.Any(IsIdentity);

    /// <summary>Whether more than reading of the record is asked for; to be told of changes is none of it.</summary>
    public bool MayChange => _resources.Any(scope => scope.Type is not "Subscription" && (scope.Rights & ~(ResourceRights.Read | ResourceRights.Search)) != 0);

    /// <summary>Whether the data of everybody whom the person may see are asked for.</summary>
    public bool ReachesOthers => Data.Any(line => line.OfOthers);

    /// <summary>Whether it is so with all of it; what tells of the practice tells of no patient.</summary>
    public bool ReachesOthersWithAll => ReachesOthers && Data.All(line => line.OfOthers || line.Key == DataGroup.OfPractice);

    /// <summary>The lines of data.</summary>
    public ImmutableArray<ConsentLine> Data =>
    [
        .. DataGroup.All.Where(group => group.Parts.Any(part => _resources.Any(scope => Covers(scope, part))))
            .Select(group => new ConsentLine(group.Key, group.Text, group.Hint, ReachesOthersWith(group))),
        .. _resources.Where(scope => Parts(scope).IsEmpty)
            .Select(scope => new ConsentLine(scope.ToString(), WordsFor(scope.Type), scope.Category ?? "", IsOfOthers(scope))),
    ];

    /// <summary>The lines of data by what belongs together.</summary>
    public ImmutableArray<ConsentChapter> Chapters
    {
        get
        {
            var lines = Data;
            var chapters = DataGroup.Chapters.Select(chapter => new ConsentChapter(chapter.Key, chapter.Text, [.. lines.Where(line => chapter.Of.Contains(line.Key))]));
            var others = lines.Where(line => DataGroup.Chapters.All(chapter => !chapter.Of.Contains(line.Key))).Select(Alone);
            return [.. chapters.Where(chapter => !chapter.Lines.IsEmpty).Select(chapter => chapter.Lines is [var only] ? Alone(only) : chapter), .. others];
        }
    }

    /// <summary>Whether one of three spans is chosen; else there is a tick at most.</summary>
    public bool AsksHowLong => CanLast && CanStayWhileHere;

    /// <summary>All keys: as the page is shown first.</summary>
    public ImmutableArray<string> Everything =>
        [.. Chapters.Select(chapter => chapter.Key).Concat(Data.Select(line => line.Key)).Distinct(), CanLast ? Lasting : Online, Identity];

    /// <summary>What is given when these are ticked: a line counts only where what it belongs to is ticked as well.</summary>
    public ImmutableArray<string> Given(IReadOnlyCollection<string> ticked)
    {
        var lines = Chapters.Where(chapter => ticked.Contains(chapter.Key)).SelectMany(chapter => chapter.Lines).Select(line => line.Key);
        string[] counted = [.. lines.Where(ticked.Contains), .. ticked.Where(key => key is Lasting or Identity || (key is Online && !(CanLast && ticked.Contains(Lasting))))];
        return [.. offered.SelectMany(scope => Given(scope, counted)).Distinct(StringComparer.Ordinal)];
    }

    private bool ReachesOthersWith(DataGroup group) =>
        group.Parts.Any(part => !RecordId.TypesOfPractice.Contains(part.Type) && _resources.Any(scope => IsOfOthers(scope) && Covers(scope, part)));

    /// <summary>What belongs to the practice tells of no patient.</summary>
    private static bool IsOfOthers(ResourceScope scope) => scope.Context == "user" && !RecordId.TypesOfPractice.Contains(scope.Type);

    private static ConsentChapter Alone(ConsentLine line) => new(line.Key, line.Text, [line]);

    private static IEnumerable<string> Given(string text, IReadOnlyCollection<string> ticked)
    {
        if (ResourceScope.Parse(text) is { } scope)
            return Given(text, scope, ticked);
        var wanted = text switch
        {
            LaunchScope.Offline => ticked.Contains(Lasting),
            LaunchScope.Online => ticked.Contains(Online),
            _ => !IsIdentity(text) || ticked.Contains(Identity),
        };
        return wanted ? [text] : [];
    }

    private static IEnumerable<string> Given(string text, ResourceScope scope, IReadOnlyCollection<string> ticked)
    {
        var parts = Parts(scope);
        if (parts.IsEmpty)
            return ticked.Contains(scope.ToString()) ? [text] : [];
        if (parts.All(part => ticked.Contains(part.Group)))
            return [text];
        return parts.GroupBy(part => part.Part.Type).SelectMany(type => type.All(part => ticked.Contains(part.Group))
            ? [(scope with { Type = type.Key }).ToString()]
            : type.Where(part => ticked.Contains(part.Group)).Select(part => (scope with { Type = type.Key, Category = part.Part.Category }).ToString()));
    }

    private static string WordsFor(string type) => type is "Subscription" ? "To be told at once when appointments or messages change" : $"Entries of the kind {type}";

    private static ImmutableArray<(string Group, DataPart Part)> Parts(ResourceScope scope) =>
        [.. DataGroup.All.SelectMany(group => group.Parts, (group, part) => (group.Key, part)).Where(entry => Covers(scope, entry.part))];

    private static bool Covers(ResourceScope scope, DataPart part) =>
        (scope.Type == "*" || scope.Type == part.Type) && (scope.Category is null || part.Category is null || IsSame(scope.Category, part.Category));

    private static bool IsSame(string asked, string category) =>
        asked == category || (!asked.Contains('|', StringComparison.Ordinal) && category.EndsWith("|" + asked, StringComparison.Ordinal));

    private static bool IsIdentity(string scope) => scope is LaunchScope.OpenId or LaunchScope.FhirUser or LaunchScope.Profile;
}
