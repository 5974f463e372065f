using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Portal.Cluster.Tests;

/// <summary>What happens at one web front is heard at the other.</summary>
[Collection(SharedCluster.Name)]
public sealed class LiveMessageTests(PortalCluster cluster)
{
    private const string Inbox = $"/{PortalCluster.Practice}/staff/inbox";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public Task A_message_sent_at_one_front_is_heard_and_shown_at_the_other() => cluster.Told(async () =>
    {
        using var staff = await PortalCluster.SignIn(cluster.Fronts[1], "tomas.rivera");
        using var patient = await PortalCluster.SignIn(cluster.Fronts[0], "emma.bennett");
        await staff.Open(Inbox);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var socket = await Watch(staff, cluster.Fronts[1], heard);

        await patient.Open($"/{PortalCluster.Practice}/webmail/compose");
        await patient.Submit(new()
        {
            ["Input.To"] = "pool:front-desk",
            ["Input.Subject"] = "From front A to front B",
            ["Input.Body"] = "Can you hear me?",
        });

        Assert.Contains("Your message was sent", patient.Text, StringComparison.Ordinal);
        await heard.Task.WaitAsync(_patience);
        await staff.Open(Inbox);
        Assert.Contains("From front A to front B", staff.Text, StringComparison.Ordinal);
    });

    [Fact]
    public Task Who_signed_in_at_one_front_is_signed_in_at_the_other() => cluster.Told(async () =>
    {
        using var atA = await PortalCluster.SignIn(cluster.Fronts[0], "minh.nguyen");
        using var atB = new PortalBrowser(cluster.Fronts[1].Address);
        atB.Cookies.Add(atA.Cookies.GetAllCookies());

        await atB.Open($"/{PortalCluster.Practice}/webmail");

        Assert.Equal(HttpStatusCode.OK, atB.Status);
        Assert.Equal($"/{PortalCluster.Practice}/webmail", atB.Path);
        Assert.Contains("Messages", atB.Text, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_form_from_one_front_can_be_sent_to_the_other() => cluster.Told(async () =>
    {
        using var atA = await PortalCluster.SignIn(cluster.Fronts[0], "minh.nguyen");
        await atA.Open($"/{PortalCluster.Practice}/webmail/compose");
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Correspondence.Field(atA, "__RequestVerificationToken"),
            ["RequestId"] = Correspondence.Field(atA, "RequestId"),
            ["Input.PatientId"] = "p1004",
            ["Input.To"] = "pool:front-desk",
            ["Input.Subject"] = "Filled in at A, sent to B",
            ["Input.Body"] = "Both are the same house.",
        });

        using var answer = await atA.Http.PostAsync(new Uri(cluster.Fronts[1].Address, $"/{PortalCluster.Practice}/webmail/compose"), content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await atA.Open($"/{PortalCluster.Practice}/webmail?folder=Sent");
        Assert.Contains("Filled in at A, sent to B", atA.Text, StringComparison.Ordinal);
    });

    [Fact]
    public Task Signing_out_everywhere_at_one_front_closes_the_connections_at_the_other() => cluster.Told(async () =>
    {
        using var here = await PortalCluster.SignIn(cluster.Fronts[0], "minh.nguyen");
        using var there = await PortalCluster.SignIn(cluster.Fronts[1], "minh.nguyen");
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var socket = Socket(there, cluster.Fronts[1]);
        socket.Closed += _ => Task.FromResult(closed.TrySetResult());
        await socket.StartAsync();
        await socket.InvokeAsync<Dictionary<string, string>>("Watch", Array.Empty<string>());

        await here.Open($"/{PortalCluster.Practice}/account");
        await here.Submit([], "Everywhere");

        await closed.Task.WaitAsync(_patience);
    });

    /// <summary>The live connection of a browser at a front.</summary>
    public static HubConnection Socket(PortalBrowser browser, PortalNode front) => new HubConnectionBuilder()
        .WithUrl(new Uri(front.Address, $"/{PortalCluster.Practice}/live"), options =>
        {
            options.Cookies = browser.Cookies;
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        })
        .Build();

    /// <summary>Watches what the page that the browser shows would watch.</summary>
    private static async Task<HubConnection> Watch(PortalBrowser browser, PortalNode front, TaskCompletionSource<string> heard)
    {
        var socket = Socket(browser, front);
        socket.On<string, string>("changed", (topic, _) => heard.TrySetResult(topic));
        await socket.StartAsync();
        var topics = browser.Page.QuerySelector("#mail-list")!.GetAttribute("data-live")!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var watched = await socket.InvokeAsync<Dictionary<string, string>>("Watch", topics);
        Assert.Equal(topics.Length, watched.Count);
        return socket;
    }
}
