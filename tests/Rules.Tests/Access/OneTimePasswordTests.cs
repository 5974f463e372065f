using Portal.Grains.Access;

namespace Portal.Rules.Tests.Access;

public sealed class OneTimePasswordTests
{
    private static readonly string[] _many = [.. Enumerable.Range(0, 2000).Select(_ => OneTimePassword.New())];

    [Fact]
    public void It_has_one_of_each_class_and_at_least_eight_characters() => Assert.All(_many, password =>
    {
        Assert.True(password.Length >= 8);
        Assert.Contains(password, char.IsAsciiLetterUpper);
        Assert.Contains(password, char.IsAsciiLetterLower);
        Assert.Contains(password, char.IsAsciiDigit);
    });

    [Fact]
    public void It_has_nothing_that_looks_like_something_else() =>
        Assert.DoesNotContain(string.Concat(_many), c => "IOl01".Contains(c, StringComparison.Ordinal) || !char.IsAsciiLetterOrDigit(c));

    [Fact]
    public void It_holds_64_bits()
    {
        var alphabet = string.Concat(_many).Distinct().Count();

        Assert.True(OneTimePassword.Length * Math.Log2(alphabet) >= 64, $"{alphabet} characters");
        Assert.Equal(_many.Length, _many.Distinct().Count());
    }
}
