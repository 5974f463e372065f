namespace Portal.Bench.Running;

/// <summary>One of those that do the same work in turns.</summary>
/// <param name="Name">As shown in the report.</param>
/// <param name="Work">One unit of work for a caller.</param>
public sealed record Contestant(string Name, Func<int, Task> Work)
{
    /// <summary>Finishes what the round put off, so that no cost falls outside of what is measured.</summary>
    public Func<Task> Settle { get; init; } = () => Task.CompletedTask;
}

/// <summary>What a contestant did in a second.</summary>
/// <param name="Acknowledged">Units answered.</param>
/// <param name="Settled">Units with everything done that follows from them.</param>
public readonly record struct Pace(double Acknowledged, double Settled);
