using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.Browser.Tests.Live;

/// <summary>The wire under a page's live connection, which a test can cut and mend.</summary>
internal sealed class LiveLine
{
    private readonly List<IWebSocketRoute> _open = [];
    private bool _cut;

    public static async Task<LiveLine> Under(IPage page, bool cut = false)
    {
        var line = new LiveLine { _cut = cut };
        await page.RouteWebSocketAsync(new Regex("/live($|\\?)"), line.Meet);
        return line;
    }

    /// <summary>Closes what is open and lets nothing through any more.</summary>
    public async Task Cut()
    {
        _cut = true;
        foreach (var socket in _open)
            await socket.CloseAsync();
        _open.Clear();
    }

    public void Mend() => _cut = false;

    private void Meet(IWebSocketRoute socket)
    {
        if (_cut)
        {
            _ = socket.CloseAsync();
            return;
        }

        socket.ConnectToServer();
        _open.Add(socket);
    }
}
