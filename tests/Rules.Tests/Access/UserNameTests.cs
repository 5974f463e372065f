using Portal.Grains.Access;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Access;

public sealed class UserNameTests
{
    [Theory]
    [InlineData("Ana4821", "ana4821")]
    [InlineData(" Ana4821 ", "ANA4821")]
    [InlineData("Ａｎａ4821", "ana4821")]
    [InlineData("Zoe\u0308", "ZO\u00cb")]
    public void Case_space_around_and_compatibility_forms_make_no_difference(string one, string other)
    {
        Assert.Equal(UserName.Normalise(one), UserName.Normalise(other));
        Assert.Equal(UserName.KeyFor("demo", one), UserName.KeyFor("demo", other));
    }

    [Fact]
    public void A_key_tells_neither_the_name_nor_that_another_practice_has_it()
    {
        var demo = GrainKey.Parse(UserName.KeyFor("demo", "ana4821"));
        var lake = GrainKey.Parse(UserName.KeyFor("lake", "ana4821"));

        Assert.DoesNotContain("ana", demo.Id, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(demo.Id, lake.Id);
    }

    [Theory]
    [InlineData("Ana", 4821, "Ana4821")]
    [InlineData("Mary Ann", 100, "MaryAnn100")]
    [InlineData("José", 99999, "José99999")]
    [InlineData("  ", 100, "Patient100")]
    [InlineData("D'Arcy-Lou", 512, "DArcyLou512")]
    public void A_username_is_made_of_first_name_and_number(string firstName, int number, string expected) =>
        Assert.Equal(expected, UserNameRules.Candidate(firstName, number));

    [Theory]
    [InlineData("", "access.username_blank")]
    [InlineData("   ", "access.username_blank")]
    [InlineData("ana\u0007", "access.username_invalid")]
    [InlineData("ana \ud83e\uddb7", "access.username_invalid")]
    [InlineData("ana lee", "access.username_invalid")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "access.username_too_long")]
    public void An_unfit_username_is_refused(string userName, string code) =>
        Assert.Equal([code], UserNameRules.Check(userName, "NewUserName").Select(problem => problem.Code));

    [Theory]
    [InlineData("ana.lee_4-8@home")]
    [InlineData("José99")]
    [InlineData("हिन्दी1")]
    public void Letters_of_every_script_digits_and_four_signs_are_fit(string userName) => Assert.Empty(UserNameRules.Check(userName, "NewUserName"));
}
