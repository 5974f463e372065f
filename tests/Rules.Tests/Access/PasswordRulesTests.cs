using Portal.Grains.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Rules.Tests.Access;

public sealed class PasswordRulesTests
{
    private static readonly ContextWords _context = new("demo", "Harbor Dental", "Ana4821", "Ana Whitfield");

    private static string[] Faults(string password, PasswordPolicy policy = PasswordPolicy.Composition) =>
        [.. PasswordRules.Check(policy, password, _context, "NewPassword").Select(problem => problem.Message)];

    [Fact]
    public void Everything_that_is_missing_is_said_at_once() => Assert.Equal(
        [
            "Password must be at least 8 characters long",
            "Password must contain an uppercase letter",
            "Password must contain a lowercase letter",
            "Password must contain a number",
            "Password must not be a row of repeated or neighbouring characters",
        ],
        Faults("-"));

    [Fact]
    public void Where_nothing_was_entered_that_is_all_there_is_to_say() => Assert.Equal(["Enter a new password"], Faults(""));

    [Theory]
    [InlineData("kettle-4pine", "Password must contain an uppercase letter")]
    [InlineData("KETTLE-4PINE", "Password must contain a lowercase letter")]
    [InlineData("Kettle-pine", "Password must contain a number")]
    [InlineData("Ke-4pin", "Password must be at least 8 characters long")]
    public void One_missing_class_is_one_fault(string password, string fault) => Assert.Equal([fault], Faults(password));

    [Theory]
    [InlineData("Kettle-4pine")]
    [InlineData("Żółw-w-7-śniegu")]
    [InlineData("Мост7через")]
    [InlineData("🐢Turtle 7 lake")]
    [InlineData(" Kettle 4 pine ")]
    public void Letters_of_any_script_and_spaces_are_welcome(string password) => Assert.Empty(Faults(password));

    [Fact]
    public void A_character_beyond_the_basic_plane_counts_once()
    {
        Assert.Contains("Password must be at least 8 characters long", Faults("🐢🐙🐳A7z🦀"));
        Assert.Empty(Faults("🐢🐙🐳A7z🦀🦑"));
    }

    [Fact]
    public void A_password_may_have_128_characters_and_no_more()
    {
        var longest = string.Concat(Enumerable.Range(10, 32).Select(number => $"Kz{number}"));

        Assert.Empty(Faults(longest));
        Assert.Equal(["Password must be at most 128 characters long"], Faults(longest + "q"));
    }

    [Fact]
    public void The_length_policy_asks_for_15_characters_and_for_no_classes()
    {
        Assert.Empty(Faults("copper kettle on pine", PasswordPolicy.Length));
        Assert.Equal(["Password must be at least 15 characters long"], Faults("Kettle-4pine", PasswordPolicy.Length));
    }

    [Theory]
    [InlineData("Password1")]
    [InlineData("P@ssw0rd123")]
    [InlineData("Sunshine2024!")]
    [InlineData("Qwertyuiop1")]
    public void A_common_password_is_refused_also_in_disguise(string password) =>
        Assert.Contains("Password must not be one of the common ones that are tried first", Faults(password));

    [Theory]
    [InlineData("Harbor2024")]
    [InlineData("Dental-1234")]
    [InlineData("Whitfield77")]
    [InlineData("Ana4821-ab")]
    [InlineData("demoDemo12")]
    public void A_password_made_of_the_own_or_the_practices_name_is_refused(string password) =>
        Assert.Contains("Password must not be built on your name, your user name or the practice's name", Faults(password));

    [Fact]
    public void A_name_inside_an_otherwise_long_password_is_no_fault() => Assert.Empty(Faults("Whitfield-7-copper-kettle"));

    [Theory]
    [InlineData("Abcdefg1")]
    [InlineData("Aaaaaaa111")]
    [InlineData("Abcd4321")]
    public void A_row_of_neighbours_is_refused(string password) =>
        Assert.Contains("Password must not be a row of repeated or neighbouring characters", Faults(password));

    [Theory]
    [InlineData("password password password")]
    [InlineData("qwertyqwertyqwerty")]
    [InlineData("abcabcabcabcabcabc")]
    [InlineData("letmein-letmein-letmein")]
    [InlineData("xk9mvq2txk9mvq2t")]
    [InlineData("Kettle Kettle Kettle 2026")]
    public void One_word_again_and_again_is_refused(string password) =>
        Assert.Equal(["Password must not be one word again and again"], Faults(password, PasswordPolicy.Length));

    [Fact]
    public void The_list_of_common_passwords_is_there() => Assert.InRange(CommonPasswords.Count, 10_000, 1_000_000);
}
