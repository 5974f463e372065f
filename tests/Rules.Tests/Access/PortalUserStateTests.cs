using System.Text.Json;
using Portal.Grains.Access;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Access;

public sealed class PortalUserStateTests
{
    [Fact]
    public void A_document_comes_back_as_it_was_written()
    {
        var now = new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);
        var state = new PortalUserState
        {
            UserName = "Ana4821",
            NameClaim = "c1",
            Roles = Audience.FrontDesk | Audience.Billing,
            PasswordHash = "hash",
            Sessions = [new("s1", now)],
            History = [new(now, "Firefox on Windows", SignInOutcome.SignedIn)],
        };

        var text = JsonSerializer.Serialize(state, DocumentJson.Options);
        var read = JsonSerializer.Deserialize<PortalUserState>(text, DocumentJson.Options)!;

        Assert.Equal(text, JsonSerializer.Serialize(read, DocumentJson.Options));
        Assert.Equal(state.Roles, read.Roles);
    }

    [Fact]
    public void A_document_without_lists_has_empty_ones()
    {
        var read = JsonSerializer.Deserialize<PortalUserState>("""{"v":1,"userName":"Ana4821"}""", DocumentJson.Options)!;

        Assert.Empty(read.Sessions);
        Assert.Empty(read.History);
    }
}
