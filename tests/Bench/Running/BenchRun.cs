using System.Diagnostics;
using System.Globalization;

namespace Portal.Bench.Running;

/// <summary>Runs benches one after the other and prints what they found.</summary>
public static class BenchRun
{
    /// <returns>Whether all of them ran to their end. An aim that was missed is a finding, not a failure.</returns>
    public static async Task<bool> Run(IReadOnlyList<IBench> benches, BenchScale scale, string wanted)
    {
        var findings = new Findings();
        var whole = true;
        foreach (var bench in benches)
        {
            var start = Stopwatch.GetTimestamp();
            Console.WriteLine($"{bench.Name} …");
            try
            {
                await bench.Run(scale, findings);
            }
            catch (Exception failure)
            {
                whole = false;
                Console.Error.WriteLine($"{bench.Name} failed: {failure}");
            }

            Console.WriteLine(Findings.Text($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        }

        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Console.WriteLine();
        Console.WriteLine($"`dotnet run -c Release --project tests/Bench -- {wanted}`, {now} UTC, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine(findings.Table());
        return whole;
    }
}
