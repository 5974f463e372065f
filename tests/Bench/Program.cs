using System.Globalization;
using Portal.Bench.Benches;
using Portal.Bench.Running;

if (args is [IdleCrowd.Verb, var hub, var count])
    return await IdleCrowd.Run(new(hub), int.Parse(count, CultureInfo.InvariantCulture));

IBench[] benches =
[
    new MessagesBench(), new PostsBench(), new PushBench(), new MailboxBench(), new InboxBench(), new SearchBench(), new IdleBench(), new StartBench(),
    new ImportBench(),
];

var wanted = args is [var only] ? only : "";
var scale = wanted == "smoke" ? BenchScale.Smoke : BenchScale.Full;
var chosen = wanted is "all" or "smoke" ? benches : [.. benches.Where(bench => bench.Name == wanted)];
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Bench -- all|smoke|{string.Join('|', benches.Select(bench => bench.Name))}");
    return 2;
}

return await BenchRun.Run(chosen, scale, wanted) ? 0 : 1;
