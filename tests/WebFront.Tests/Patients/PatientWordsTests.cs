using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Tests.Patients;

public sealed class PatientWordsTests
{
    [Theory]
    [InlineData("en", "English")]
    [InlineData("es", "Spanish")]
    [InlineData("pt-BR", "Portuguese (Brazil)")]
    [InlineData("", "Not known")]
    public void A_language_is_said_by_its_name(string tag, string words) => Assert.Equal(words, PatientWords.LanguageOf(tag));

    [Fact]
    public void What_nobody_asked_is_not_known() => Assert.Equal("Not known", PatientWords.Of(Gender.Unknown));

    [Theory]
    [InlineData("(423) 555-0100", "tel:4235550100")]
    [InlineData("+1 423 555 0100", "tel:+14235550100")]
    public void A_number_is_dialled_without_its_signs(string phone, string address) => Assert.Equal(address, PatientWords.Dial(phone));
}
