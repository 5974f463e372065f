using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>
/// How much speaks for two being the same person. What agrees adds, what differs takes away, what one of them does not
/// tell does neither. Names are compared without case and accents, phones by their digits.
/// </summary>
public static class MatchRules
{
    private const int Certain = 80;
    private const int Probable = 60;
    private const int Possible = 40;
    private const int Whole = 100;
    private const int SameIdentifier = 60;

    /// <summary>None when it is too little to be worth a look.</summary>
    public static PatientMatch? Compare(string id, Demographics asked, Demographics held, bool sameIdentifier)
    {
        var born = Weigh(asked.BirthDate, held.BirthDate, 25, -30);
        var last = Weigh(SearchText.Fold(asked.LastName), SearchText.Fold(held.LastName), 20, -15);
        var first = WeighFirst(asked, held);
        var sum = (sameIdentifier ? SameIdentifier : 0) + born + last + first
            + Weigh(Known(asked.Gender), Known(held.Gender), 5, -10)
            + WeighAny(Phones(asked), Phones(held), 15)
            + Weigh(asked.Email.ToLowerInvariant(), held.Email.ToLowerInvariant(), 15, 0)
            + Weigh(Zip(asked), Zip(held), 5, 0);
        var percent = Math.Clamp(sum, 0, Whole);
        if (percent < Possible)
            return null;
        var contradicts = born < 0 || last < 0 || first < 0;
        var grade = percent >= Certain && !contradicts ? MatchGrade.Certain
            : percent >= Probable ? MatchGrade.Probable
            : MatchGrade.Possible;
        return new(id, percent, grade);
    }

    /// <summary>
    /// The best first. Of several that are certain none is, and none either when there may be more than were looked at: then
    /// a person has to look.
    /// </summary>
    public static ImmutableArray<PatientMatch> Ranked(IEnumerable<PatientMatch> found, int count, bool onlyCertain, bool isCut = false)
    {
        var ranked = found.OrderByDescending(match => match.Percent).ThenBy(match => match.Id, StringComparer.Ordinal).ToImmutableArray();
        var certain = ranked.Where(match => match.Grade is MatchGrade.Certain).ToImmutableArray();
        if (certain.Length > 1 || isCut)
        {
            ranked = [.. ranked.Select(match => match.Grade is MatchGrade.Certain ? match with { Grade = MatchGrade.Probable } : match)];
            certain = [];
        }

        return [.. (onlyCertain ? certain : ranked).Take(Math.Clamp(count, 1, MatchQuery.MostMatches))];
    }

    /// <summary>The searches that find whoever could be the person; none when nothing is told to search by.</summary>
    public static ImmutableArray<string> Searches(Demographics person)
    {
        var searches = ImmutableArray.CreateBuilder<string>();
        if (person.BirthDate is { } day)
            searches.Add(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (person.LastName.Length > 0)
            searches.Add($"{person.LastName}, {person.FirstName}");
        if (person.Email.Length > 0)
            searches.Add(person.Email);
        searches.AddRange(Phones(person));
        return searches.ToImmutable();
    }

    private static int WeighFirst(Demographics asked, Demographics held)
    {
        var one = Names(asked);
        var other = Names(held);
        return one.IsEmpty || other.IsEmpty ? 0 : one.Intersect(other, StringComparer.Ordinal).Any() ? 15 : -15;
    }

    private static ImmutableArray<string> Names(Demographics person) =>
        [.. new[] { person.FirstName, person.PreferredName }.Select(SearchText.Fold).Where(name => name.Length > 0)];

    private static Gender? Known(Gender gender) => gender is Gender.Unknown ? null : gender;

    private static string Zip(Demographics person) => person.PostalCode.Split('-')[0];

    private static ImmutableArray<string> Phones(Demographics person) =>
        [.. new[] { person.WirelessPhone, person.HomePhone, person.WorkPhone }.Select(SearchText.Digits).Where(digits => digits.Length > 0).Distinct(StringComparer.Ordinal)];

    private static int Weigh(string one, string other, int same, int different) =>
        one.Length == 0 || other.Length == 0 ? 0 : one == other ? same : different;

    private static int Weigh<T>(T? one, T? other, int same, int different)
        where T : struct => one is null || other is null ? 0 : one.Equals(other) ? same : different;

    private static int WeighAny(ImmutableArray<string> one, ImmutableArray<string> other, int same) =>
        one.Intersect(other, StringComparer.Ordinal).Any() ? same : 0;
}
