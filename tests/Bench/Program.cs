using System.Globalization;
using Portal.Bench.Benches;
using Portal.Bench.Running;

if (args is [IdleCrowd.Verb, var hub, var count])
    return await IdleCrowd.Run(new(hub), int.Parse(count, CultureInfo.InvariantCulture));

IBench[] benches =
[
    new MessagesBench(), new PostsBench(), new PushBench(), new MailboxBench(), new InboxBench(), new SearchBench(), new IdleBench(), new StartBench(),
    new ImportBench(), new FhirBench(), new ExportBench(),
];

const string smoke = "smoke";
var wanted = args.FirstOrDefault() ?? "";
var scale = args.Contains(smoke) ? BenchScale.Smoke : BenchScale.Full;
var chosen = wanted is "all" or smoke ? benches : [.. benches.Where(bench => bench.Name == wanted)];
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Bench -- all|smoke|{string.Join('|', benches.Select(bench => bench.Name))} [smoke]");
    return 2;
}

return await BenchRun.Run(chosen, scale, string.Join(' ', args)) ? 0 : 1;
