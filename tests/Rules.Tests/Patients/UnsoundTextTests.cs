using System.Text;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class UnsoundTextTests
{
    [Fact]
    public void Text_that_cannot_be_normalised_is_mended_before()
    {
        // Halves of pairs do not survive in the data of a theory.
        Assert.Equal("a\uFFFDb", UnicodeText.Normalized("a\uFFFEb", NormalizationForm.FormC));
        Assert.Equal("\uFFFDb", UnicodeText.Normalized("\uD800b", NormalizationForm.FormC));
        Assert.Equal("a\uFFFD\uFFFD", UnicodeText.Normalized("a\uDC00\uFFFE", NormalizationForm.FormC));
        Assert.Equal("Zoë \U0001F9B7", UnicodeText.Normalized("Zoe\u0308 \U0001F9B7", NormalizationForm.FormC));
    }

    [Fact]
    public void A_search_in_what_is_stored_finds_the_rest_of_the_text()
    {
        Assert.Contains("tooth", SearchText.Fold("sore\uFFFE Tooth"), StringComparison.Ordinal);
        Assert.False(UnicodeText.IsSound("a\uFFFE"));
        Assert.Equal("pass\uFFFE", PasswordText.Normalise("pass\uFFFE"));
    }
}
