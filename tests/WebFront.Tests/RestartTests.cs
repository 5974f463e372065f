using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Tests;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly EmbeddedPortal _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_portal_that_stopped_lets_go_of_its_folder_and_starts_again_on_it()
    {
        using var system = CallerScope.Use(Caller.System("lake"));
        var card = new PracticeCard { Slug = "lake", Name = "Lake Dental" };
        Assert.Empty((await Practice().SaveProfile(new("first", card))).Problems);

        await _portal.Restart();

        Assert.Equal("Lake Dental", (await Practice().Card())!.Name);
        using var http = new HttpClient { BaseAddress = _portal.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
    }

    private IPracticeGrain Practice() => _portal.Grain<IPracticeGrain>("lake", IPracticeGrain.Id);
}
