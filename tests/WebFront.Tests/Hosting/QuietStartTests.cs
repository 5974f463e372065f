using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Portal.Silo.Hosting;

namespace Portal.WebFront.Tests.Hosting;

/// <summary>A portal that writes down what it warned of while it started.</summary>
public sealed class QuietPortal : EmbeddedPortal
{
    public WarningLog Warnings { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) => builder.Logging.AddProvider(Warnings);
}

/// <summary>The first lines of the log warn of nothing where all is right.</summary>
public sealed class QuietStartTests(QuietPortal portal) : IClassFixture<QuietPortal>
{
    [Fact]
    public async Task A_start_on_an_empty_folder_warns_neither_of_its_first_key_nor_of_the_age_of_the_machine()
    {
        using var browser = new PortalBrowser(portal.Address);

        // Its form is what the first key is made for.
        await browser.Open("/");

        Assert.Empty(portal.Warnings.Of("Microsoft.AspNetCore.DataProtection"));
        Assert.Empty(portal.Warnings.Of("Orleans.Runtime.Watchdog"));
    }

    [Fact]
    public void Only_the_named_event_is_left_out_and_where_so_said_only_once()
    {
        using var said = new WarningLog();
        using var loggers = new LoggerFactory([said]);
        using var calm = new CalmLoggers(loggers, [new("A", 1), new("A", 2, FirstOnly: true)]);

        foreach (var category in new[] { "A", "B" })
        {
            var logger = calm.CreateLogger(category);
            foreach (var id in new[] { 1, 1, 2, 2, 3 })
                logger.Log(LogLevel.Warning, new EventId(id), id, null, (state, _) => $"{category}{state}");
        }

        Assert.Equal(["A2", "A3"], said.Of("A"));
        Assert.Equal(["B1", "B1", "B2", "B2", "B3"], said.Of("B"));
    }
}
