using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.WebFront.Live;

namespace Portal.Bench.Benches;

/// <summary>What a socket that only waits costs the server in memory.</summary>
public sealed class IdleBench : IBench
{
    private const double AimKilobytes = 40;

    public string Name => "idle";

    public async Task Run(BenchScale scale, Findings findings)
    {
        await using var web = await BenchWeb.Embedded();
        await web.Practice.Build(1);
        var cookie = await web.SignInStaff(BenchPractice.Desk);
        var tokens = web.Services.GetRequiredService<LiveTokens>();
        // The first sockets load and compile what all share.
        await Measure(web, cookie, tokens, first: 0, Math.Max(1, scale.Connections / 10));
        var (heap, resident) = await Measure(web, cookie, tokens, first: scale.Connections, scale.Connections);
        findings.Limit(Findings.Text($"memory of an idle socket with 2 topics, of {scale.Connections}, resident"), resident, "KB", AimKilobytes);
        findings.Note("memory of an idle socket, managed heap", Findings.Text($"{heap:F1} KB"));
    }

    private static async Task<(double Heap, double Resident)> Measure(BenchWeb web, string cookie, LiveTokens tokens, int first, int count)
    {
        var before = Memory();
        using var crowd = Start(new(web.Address, $"/{BenchPractice.Slug}/live"), count);
        await crowd.StandardInput.WriteLineAsync(cookie);
        foreach (var number in Enumerable.Range(first, count))
            await crowd.StandardInput.WriteLineAsync(string.Join(' ', PortalPush.TopicsOf(tokens, number)));
        await crowd.StandardInput.FlushAsync();
        if (await crowd.StandardOutput.ReadLineAsync() != IdleCrowd.Ready)
            throw new InvalidOperationException("The sockets did not connect.");
        var after = Memory();
        crowd.StandardInput.Close();
        await crowd.WaitForExitAsync();
        return ((after.Heap - before.Heap) / 1024.0 / count, (after.Resident - before.Resident) / 1024.0 / count);
    }

    private static Process Start(Uri hub, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [IdleCrowd.Verb, hub.ToString(), IdleCrowd.Count(count)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static (long Heap, long Resident) Memory()
    {
        for (var pass = 0; pass < 3; pass++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64);
    }
}
