using Portal.WebFront.Look;

namespace Portal.WebFront.Tests.Look;

public sealed class AvatarTests
{
    [Theory]
    [InlineData("Dr. Priya Raman", "PR")]
    [InlineData("Dr. Priya Raman, DDS", "PR")]
    [InlineData("Sofia Marchetti, RDH, MS", "SM")]
    [InlineData("Bennett, Emma", "BE")]
    [InlineData("maria alvarez", "MA")]
    [InlineData("Front desk", "FD")]
    [InlineData("Ximena", "X")]
    [InlineData("Ana María de la Cruz", "AC")]
    [InlineData("", "?")]
    public void Initials_leave_titles_out(string name, string expected) => Assert.Equal(expected, AvatarTagHelper.Initials(name));

    [Fact]
    public void Initials_of_a_name_with_letters_beyond_the_basic_plane_are_whole_letters() =>
        Assert.Equal("𝒜𝒵", AvatarTagHelper.Initials("𝒜da 𝒵ee"));
}
