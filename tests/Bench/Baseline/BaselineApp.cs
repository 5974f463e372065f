using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Portal.Bench.Baseline;

/// <summary>The ordinary program: minimal API, cookie sign-in, Npgsql, and SignalR with a group for each user.</summary>
public sealed class BaselineApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BaselineApp(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public BaselineMail Mail => _app.Services.GetRequiredService<BaselineMail>();

    public static async Task<BaselineApp> Start(NpgsqlDataSource database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new BaselineMail(database));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder.Services.AddDataProtection();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHub<BaselineHub>("/live");
        app.MapPost("/conversations/{id}/messages", Post).RequireAuthorization();
        app.MapPost("/echo/{user}", Echo).RequireAuthorization();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>The cookie of a person who is signed in.</summary>
    public string SignIn(string user, string name, bool staff)
    {
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, name) };
        if (staff)
            claims.Add(new(ClaimTypes.Role, "staff"));
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
        var ticket = new AuthenticationTicket(new(new ClaimsIdentity(claims, scheme)), scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<IResult> Post(
        string id, NewMessage message, ClaimsPrincipal person, BaselineMail mail, IHubContext<BaselineHub> hub)
    {
        var user = person.FindFirstValue(ClaimTypes.NameIdentifier)!;
        var told = await mail.Post(id, person.IsInRole("staff"), user, person.Identity!.Name!, message);
        foreach (var owner in told)
            await hub.Clients.Group(owner).SendAsync("changed", owner, id);
        return told.Length > 0 ? Results.NoContent() : Results.NotFound();
    }

    /// <summary>The least that a push can be: a POST that tells a socket.</summary>
    private static async Task<IResult> Echo(string user, NewMessage message, IHubContext<BaselineHub> hub)
    {
        await hub.Clients.Group(user).SendAsync("changed", user, message.RequestId);
        return Results.NoContent();
    }
}

/// <summary>A group for each user, which the socket joins as it connects.</summary>
[Authorize]
public sealed class BaselineHub : Hub
{
    public override Task OnConnectedAsync() =>
        Groups.AddToGroupAsync(Context.ConnectionId, $"user:{Context.GetHttpContext()!.Request.Query["number"]}");
}
