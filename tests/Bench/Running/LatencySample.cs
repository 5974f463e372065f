using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Bench.Running;

/// <summary>How long each unit of a contestant's work took, warm-up included.</summary>
public sealed class LatencySample
{
    private readonly ConcurrentQueue<double> _milliseconds = new();

    public Func<int, Task> Timed(Func<int, Task> work) => async caller =>
    {
        var start = Stopwatch.GetTimestamp();
        await work(caller);
        _milliseconds.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    };

    public double Percentile(double part) => Numbers.Percentile(Numbers.Sorted(_milliseconds), part);
}
