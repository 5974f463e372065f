using System.Globalization;
using Portal.Bench.Portals;

namespace Portal.Bench.Benches;

/// <summary>The sockets of the idle bench, in a process of their own so that only the server's memory is measured.</summary>
internal static class IdleCrowd
{
    /// <summary>What the process is started with; the cookie and the topics come line by line.</summary>
    public const string Verb = "idle-crowd";

    public const string Ready = "ready";

    public static async Task<int> Run(Uri hub, int count)
    {
        var cookie = await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("A cookie is expected.");
        var topics = new string[count][];
        for (var number = 0; number < count; number++)
            topics[number] = (await Console.In.ReadLineAsync() ?? "").Split(' ');
        await using var crowd = await LiveCrowd.Connect(hub, [cookie], number => topics[number], count);
        Console.WriteLine(Ready);
        // The end of the input is the sign to go.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
