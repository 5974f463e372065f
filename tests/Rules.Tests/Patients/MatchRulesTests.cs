using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class MatchRulesTests
{
    private static readonly Demographics _ada = new()
    {
        FirstName = "Ada", LastName = "Núñez-O'Brien", BirthDate = new(1990, 5, 6), Gender = Gender.Female, WirelessPhone = "(555) 010-2030", PostalCode = "50613",
    };

    [Fact]
    public void Name_and_birth_date_are_probable_and_a_phone_makes_it_certain()
    {
        var asked = new Demographics { FirstName = "ADA", LastName = "Nunez OBrien", BirthDate = new(1990, 5, 6) };

        Assert.Equal(new("p1", 60, MatchGrade.Probable), Compare(asked));
        Assert.Equal(new("p1", 80, MatchGrade.Certain), Compare(asked with { HomePhone = "+1 555 010 2030", PostalCode = "50613-1234" }));
    }

    [Fact]
    public void A_twin_is_never_certain() =>
        Assert.Equal(MatchGrade.Possible, Compare(_ada with { FirstName = "Bea" })!.Grade);

    [Fact]
    public void A_parent_of_the_same_household_is_no_match() =>
        Assert.Null(Compare(_ada with { FirstName = "Carla", BirthDate = new(1960, 1, 1) }));

    [Fact]
    public void The_identifier_alone_is_probable_and_with_another_birth_date_it_is_too_little()
    {
        Assert.Equal(MatchGrade.Probable, Compare(new(), sameIdentifier: true)!.Grade);
        Assert.Null(Compare(new() { BirthDate = new(1991, 5, 6) }, sameIdentifier: true));
    }

    [Fact]
    public void However_much_agrees_what_contradicts_keeps_it_from_being_certain()
    {
        var found = Compare(_ada with { BirthDate = new(1990, 6, 5) }, sameIdentifier: true)!;

        Assert.Equal(MatchGrade.Probable, found.Grade);
        Assert.InRange(found.Percent, 80, 100);
    }

    [Fact]
    public void What_one_of_them_does_not_tell_counts_for_nothing() =>
        Assert.Equal(45, Compare(new() { LastName = "Núñez-O'Brien", BirthDate = new(1990, 5, 6) })!.Percent);

    [Fact]
    public void A_nickname_is_a_first_name() =>
        Assert.Equal(60, MatchRules.Compare("p1", _ada with { FirstName = "Liz", Gender = Gender.Unknown, WirelessPhone = "", PostalCode = "" }, _ada with { PreferredName = "Liz" }, sameIdentifier: false)!.Percent);

    [Fact]
    public void Of_two_that_are_certain_none_is()
    {
        PatientMatch[] found = [new("b", 90, MatchGrade.Certain), new("a", 100, MatchGrade.Certain), new("c", 50, MatchGrade.Possible)];

        Assert.Equal([new("a", 100, MatchGrade.Probable), new("b", 90, MatchGrade.Probable)], MatchRules.Ranked(found, 2, onlyCertain: false).AsEnumerable());
        Assert.Empty(MatchRules.Ranked(found, 50, onlyCertain: true));
        Assert.Equal("b", Assert.Single(MatchRules.Ranked([found[0], found[2]], 50, onlyCertain: true)).Id);
    }

    [Fact]
    public void When_not_everybody_was_looked_at_nobody_is_certain()
    {
        PatientMatch[] found = [new("a", 100, MatchGrade.Certain)];

        Assert.Equal(MatchGrade.Probable, Assert.Single(MatchRules.Ranked(found, 50, onlyCertain: false, isCut: true)).Grade);
        Assert.Empty(MatchRules.Ranked(found, 50, onlyCertain: true, isCut: true));
    }

    [Fact]
    public void No_more_are_told_than_the_most()
    {
        var found = Enumerable.Range(0, 60).Select(number => new PatientMatch($"p{number}", 50, MatchGrade.Possible)).ToArray();

        Assert.Equal(MatchQuery.MostMatches, MatchRules.Ranked(found, 1_000, onlyCertain: false).Length);
    }

    [Fact]
    public void There_has_to_be_something_to_search_by()
    {
        Assert.Empty(MatchRules.Searches(new() { FirstName = "Ada", Gender = Gender.Female, City = "Cedar Falls" }));
        Assert.Equal(["1990-05-06", "Núñez-O'Brien, Ada", "5550102030"], MatchRules.Searches(_ada).AsEnumerable());
    }

    private static PatientMatch? Compare(Demographics asked, bool sameIdentifier = false) => MatchRules.Compare("p1", asked, _ada, sameIdentifier);
}
