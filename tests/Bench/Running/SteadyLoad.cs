namespace Portal.Bench.Running;

/// <summary>Starts work at a steady pace, whether or not what was started before has ended.</summary>
public static class SteadyLoad
{
    /// <param name="perSecond">Starts in a second.</param>
    /// <param name="time">How long.</param>
    /// <param name="numbers">The work gets a number below this; neighbours in time get different ones.</param>
    /// <param name="work">What is started.</param>
    public static async Task Run(int perSecond, TimeSpan time, int numbers, Func<int, Task> work)
    {
        var underway = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond), TimeProvider.System);
        var starts = (int)(time.TotalSeconds * perSecond);
        for (var start = 0; start < starts && await timer.WaitForNextTickAsync(); start++)
        {
            var number = start % numbers;
            underway.Add(Task.Run(() => work(number)));
        }

        await Task.WhenAll(underway);
    }
}
