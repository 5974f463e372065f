namespace Portal.Bench.Running;

/// <summary>One question about the portal's speed, answered in numbers.</summary>
public interface IBench
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    Task Run(BenchScale scale, Findings findings);
}
