using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Núñez", "nunez")]
    [InlineData("Nu\u0301n\u0303ez", "nunez")]
    [InlineData("O'Brien", "obrien")]
    [InlineData("O’Brien", "obrien")]
    [InlineData("Smith-Jones", "smith jones")]
    [InlineData("  De  la\tCruz ", "de la cruz")]
    [InlineData("GROß", "gross")]
    [InlineData("Łukasz Sørensen", "lukasz sorensen")]
    [InlineData("İpek Işık", "ipek isik")]
    [InlineData("李小龙", "李小龙")]
    [InlineData("", "")]
    public void Accents_case_and_hyphens_do_not_matter(string typed, string folded) =>
        Assert.Equal(folded, SearchText.Fold(typed));

    [Theory]
    [InlineData("+1 (312) 555-0142", "3125550142")]
    [InlineData("312.555.0142", "3125550142")]
    [InlineData("1312", "1312")]
    [InlineData("+44 20 7946 0000", "442079460000")]
    public void Phones_are_compared_by_their_digits(string typed, string digits) =>
        Assert.Equal(digits, SearchText.Digits(typed));

    [Theory]
    [InlineData("alvarez", 4)]
    [InlineData("maria alvarez", 4)]
    [InlineData("alvarez, maria", 1)]
    [InlineData("7/9/1984", 1)]
    [InlineData("1984-07-09", 1)]
    [InlineData("Jul 9, 1984", 1)]
    [InlineData("july 9 1984", 1)]
    [InlineData("0142", 6)]
    [InlineData("maria@", 1)]
    [InlineData("   ", 1)]
    [InlineData("'", 1)]
    public void What_is_typed_decides_where_is_searched(string typed, int lanes) =>
        Assert.Equal(lanes, SearchPlan.For(typed).Length);

    [Fact]
    public void A_search_of_many_words_stays_bounded() =>
        Assert.InRange(SearchPlan.For(string.Join(' ', Enumerable.Repeat("a", 500))).Length, 1, 10);
}
