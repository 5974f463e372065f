using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Apps.Consent;

namespace Portal.WebFront.Tests.Smart;

public sealed class ConsentChoiceTests
{
    [Theory]
    [InlineData("launch/patient openid fhirUser offline_access patient/*.rs")]
    [InlineData("patient/Condition.read patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory")]
    [InlineData("user/*.rs patient/Patient.r")]
    public void What_is_left_as_it_is_is_given_as_it_was_asked_for(string scopes)
    {
        var choice = new ConsentChoice(AskedScopes.Of(scopes));

        Assert.Equal(scopes, string.Join(' ', choice.Given(choice.Everything)));
    }

    [Theory]
    [InlineData("offline_access online_access", "lasting", "offline_access")]
    [InlineData("offline_access online_access", "lasting online", "offline_access")]
    [InlineData("offline_access online_access", "online", "online_access")]
    [InlineData("offline_access online_access", "hour", "")]
    [InlineData("online_access", "lasting online", "online_access")]
    public void Of_two_spans_the_one_that_was_chosen_is_given(string scopes, string chosen, string given)
    {
        var choice = new ConsentChoice(AskedScopes.Of(scopes));

        Assert.Equal(given, string.Join(' ', choice.Given(chosen.Split(' '))));
    }

    [Fact]
    public void Without_a_category_the_others_are_given()
    {
        var choice = new ConsentChoice(AskedScopes.Of("patient/Condition.rs"));

        var given = choice.Given(["all-health", "problems", "diagnoses"]);

        Assert.Equal(
            "patient/Condition.rs?category=http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item "
            + "patient/Condition.rs?category=http://terminology.hl7.org/CodeSystem/condition-category|encounter-diagnosis",
            string.Join(' ', given));
    }

    [Fact]
    public void Every_type_that_is_served_is_in_some_line()
    {
        var named = DataGroup.All.SelectMany(group => group.Parts).Select(part => part.Type).ToHashSet();

        Assert.Empty(SearchParameters.Types.Where(type => !named.Contains(type)));
        Assert.Equal(DataGroup.All.Length, DataGroup.All.Select(group => group.Key).Distinct().Count());
    }

    [Fact]
    public void One_tick_takes_all_of_it_and_each_part_can_be_taken_out()
    {
        var choice = new ConsentChoice(AskedScopes.Of("patient/*.rs"));
        Assert.True(choice.Chapters.Length <= 6);
        var everything = choice.Everything;

        Assert.Equal(["patient/Coverage.rs"], choice.Given(["all-money", "money"]).Where(scope => scope.Contains("Coverage", StringComparison.Ordinal)));
        Assert.DoesNotContain("patient/AllergyIntolerance.rs", choice.Given([.. everything.Remove("all-health")]));
        Assert.DoesNotContain("patient/AllergyIntolerance.rs", choice.Given([.. everything.Remove("allergies")]));
        Assert.Contains("patient/Immunization.rs", choice.Given([.. everything.Remove("allergies")]));
    }

    [Fact]
    public void Every_line_is_in_one_chapter()
    {
        var lines = DataGroup.All.Select(group => group.Key).ToList();

        Assert.Equal(lines.Append("rest").Distinct().Order(), DataGroup.Chapters.SelectMany(chapter => chapter.Of).Order());
    }

    [Theory]
    [InlineData("patient/*.rs user/Patient.rs", "person")]
    [InlineData("patient/*.rs user/Patient.rs user/Practitioner.rs", "person")]
    [InlineData("patient/Patient.rs patient/Observation.rs user/Observation.rs?category=vital-signs", "vitals")]
    [InlineData("patient/Patient.rs user/Practitioner.rs", "")]
    [InlineData("patient/Patient.rs user/Subscription.cruds", "user/Subscription.cruds")]
    public void Only_what_a_scope_of_the_user_reaches_is_said_to_be_of_others(string scopes, string lines)
    {
        var choice = new ConsentChoice(AskedScopes.Of(scopes));

        Assert.Equal(lines, string.Join(' ', choice.Data.Where(line => line.OfOthers).Select(line => line.Key)));
        Assert.False(choice.ReachesOthersWithAll);
    }

    [Theory]
    [InlineData("patient/*.rs user/Patient.rs", "The whole record; of everybody whom you may see: Personal details")]
    [InlineData("patient/*.rs user/Practitioner.rs", "The whole record")]
    [InlineData("user/Patient.rs user/Practitioner.rs", "Personal details, The practice and its people, of everybody whom you may see")]
    [InlineData("user/*.rs", "The whole record, of everybody whom you may see")]
    public void A_connection_says_what_of_it_is_of_others(string scopes, string words) => Assert.Equal(words, ConsentWords.Of(scopes));

    [Fact]
    public void A_category_that_nobody_knows_has_a_line_of_its_own()
    {
        var choice = new ConsentChoice(AskedScopes.Of("patient/Observation.rs?category=urn:x|y"));

        var line = Assert.Single(choice.Data);
        Assert.Equal("patient/Observation.rs?category=urn:x|y", Assert.Single(choice.Given([line.Key])));
        Assert.Empty(choice.Given([]));
    }
}
