using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Webmail;

/// <summary>A portal with the demo practice in which the answer of a grain call gets lost when a test says so.</summary>
public sealed class LossyPortal : EmbeddedPortal
{
    public LostCalls Lost { get; } = new();

    public WarningLog Warnings { get; } = new();

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "true" };

    public async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(Address).SignIn("demo", userName, DemoSignIns.Password);

    protected override Task Seed() => DemoIsReady();

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(Lost);
        builder.Logging.AddProvider(Warnings);
    }
}

/// <summary>Loses calls as a crash does: before they arrive, or after they were carried out.</summary>
public sealed class LostCalls : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, bool> _next = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Exception> _failing = new(StringComparer.Ordinal);

    /// <summary>The next call of the method never arrives, and this is what its caller gets.</summary>
    public void FailCallOf(string method, Exception failure) => _failing[method] = failure;

    /// <summary>The next call of the method is carried out, and its answer never comes.</summary>
    public void LoseAnswerOf(string method) => _next[method] = true;

    /// <summary>The next call of the method never arrives.</summary>
    public void LoseCallOf(string method) => _next[method] = false;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var method = $"{context.InterfaceName.Split('.')[^1]}.{context.MethodName}";
        if (_failing.TryRemove(method, out var failure))
            throw failure;
        var isLost = _next.TryRemove(method, out var isCarriedOut);
        if (!isLost || isCarriedOut)
            await context.Invoke();
        if (isLost)
            throw new TimeoutException($"No answer of {method} came.");
    }
}
