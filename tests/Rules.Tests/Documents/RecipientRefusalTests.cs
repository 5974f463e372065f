using Portal.Grains.Documents;

namespace Portal.Rules.Tests.Documents;

public sealed class RecipientRefusalTests
{
    [Theory]
    [InlineData(550, "5.1.1 User unknown", true)]
    [InlineData(550, "5.1.10 RESOLVER.ADR.RecipientNotFound", true)]
    [InlineData(550, "No such user here", true)]
    [InlineData(553, "Mailbox name not allowed", true)]
    [InlineData(554, "5.7.1 Relay access denied", false)]
    [InlineData(550, "5.7.1 Our block list has your address", false)]
    [InlineData(550, "Relaying denied", false)]
    [InlineData(554, "Transaction failed", false)]
    [InlineData(552, "5.2.2 Mailbox full", false)]
    [InlineData(450, "4.1.1 Try again", false)]
    [InlineData(451, "Local error", false)]
    public void Only_an_address_that_there_is_not_is_refused_for_good(int status, string words, bool forGood) =>
        Assert.Equal(forGood, RecipientRefusal.IsForGood(status, words));
}
