using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Scheduling;
using Portal.WebFront.Tests.Access;

namespace Portal.WebFront.Tests.Documents;

/// <summary>What could not be delivered is before the eyes of an administrator, who can have it tried again.</summary>
[Collection(SharedAccessPortal.Name)]
public sealed class ParkedDeliveriesTests(AccessPortal portal)
{
    private const string Path = "/delta/staff/deliveries";
    private const int Parked = 53;

    [Fact]
    public async Task An_administrator_pages_through_what_is_parked_and_has_it_tried_again()
    {
        using var browser = await Administrator();
        await Leave();

        await browser.Open(Path);
        var first = Rows(browser);
        Assert.Contains("Daybook release", browser.Text, StringComparison.Ordinal);
        Assert.Contains("IOException", browser.Text, StringComparison.Ordinal);
        Assert.Equal("8", browser.Page.QuerySelector("td[data-label=Attempts]")!.TextContent);
        await browser.Open(browser.Page.QuerySelectorAll(".pager a").Single(link => link.TextContent.Contains("Next", StringComparison.Ordinal)).GetAttribute("href")!);
        var second = Rows(browser);

        Assert.Equal((50, Parked - 50), (first.Length, second.Length));
        Assert.Equal(Parked, first.Concat(second).Distinct().Count());

        await browser.Open(Path);
        await browser.Press("tbody form button");
        Assert.Contains("The delivery is tried again", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(first[0], Rows(browser));
        await browser.Open(Path + "?after=" + Uri.EscapeDataString("nonsense"));
        Assert.Equal(50, Rows(browser).Length);
    }

    private static string[] Rows(PortalBrowser browser) =>
        [.. browser.Page.QuerySelectorAll("tbody input[name=id]").Select(input => input.GetAttribute("value")!)];

    private async Task<PortalBrowser> Administrator()
    {
        const string userName = "delta-admin";
        using (CallerScope.Use(Caller.System("delta")))
        {
            var card = new PracticeCard { Slug = "delta", Name = "Delta Dental", Phone = "555-010-2000", PatientFacingUrl = "https://delta.example" };
            Assert.Empty((await portal.Grain<IPracticeGrain>("delta", IPracticeGrain.Id).SaveProfile(new("seed", card))).Problems);
            var provisioned = await portal.User("delta", $"staff-{userName}").ProvisionStaff(new()
            {
                RequestId = "first", UserName = userName, Name = "Ada Delta", Roles = Audience.Administrator, Password = AccessPortal.Own,
            });
            Assert.Empty(provisioned.Problems);
        }

        var browser = portal.Browser();
        await browser.SignIn("delta", userName, AccessPortal.Own);
        return browser;
    }

    /// <summary>Visits whose old time could not be given back, as eight attempts leave them.</summary>
    private async Task Leave()
    {
        await using var connection = await portal.Services.GetRequiredKeyedService<DbDataSource>(DocumentQueries.Database).OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into grain_state (service_id, state, id, n0, n1, doc, modified, version) select service_id, 'appointment', @id, 0, 0, @doc, modified, 1 from grain_state limit 1";
        foreach (var number in Enumerable.Range(0, Parked))
        {
            var item = new OutboxItem
            {
                Id = $"item-{number}",
                Kind = Placement.ReleaseDelivery,
                To = "chair:op-1:2026-11-20",
                Payload = JsonSerializer.SerializeToElement("claim", DocumentJson.Options),
                CreatedAt = portal.Time.GetUtcNow().AddMinutes(-number),
                Attempts = DeliveryLimits.MaxAttempts,
                LastProblem = nameof(IOException),
                Parked = true,
            };
            command.Parameters.Clear();
            command.AddParameter("id", GrainKey.For("delta", $"visit-{number}"));
            command.AddParameter("doc", JsonSerializer.Serialize(new AppointmentState { Outbox = [item] }, DocumentJson.Options));
            await command.ExecuteNonQueryAsync();
        }
    }
}
