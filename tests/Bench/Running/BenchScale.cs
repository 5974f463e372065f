namespace Portal.Bench.Running;

/// <summary>How much is measured. The smoke scale only shows that everything runs.</summary>
public sealed record BenchScale
{
    public required int Rounds { get; init; }

    public required TimeSpan Round { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required int[] Callers { get; init; }

    public required int Conversations { get; init; }

    public required int FullMailbox { get; init; }

    public required int Posts { get; init; }

    public required int Patients { get; init; }

    public required int Searches { get; init; }

    public required int Connections { get; init; }

    public required int PushesPerSecond { get; init; }

    public required TimeSpan PushRound { get; init; }

    /// <summary>Records of Synthea that FHIR is read from.</summary>
    public required int Records { get; init; }

    public required int[] FhirCallers { get; init; }

    /// <summary>After this no further bundle is imported.</summary>
    public required TimeSpan Import { get; init; }

    public static BenchScale Full { get; } = new()
    {
        Rounds = 3,
        Round = TimeSpan.FromSeconds(4),
        WarmUp = TimeSpan.FromSeconds(15),
        Callers = [16, 64],
        Conversations = 1_000,
        FullMailbox = 20_000,
        Posts = 100,
        Patients = 100_000,
        Searches = 2_000,
        Connections = 1_000,
        PushesPerSecond = 50,
        PushRound = TimeSpan.FromSeconds(10),
        Records = 15,
        FhirCallers = [4, 8],
        Import = TimeSpan.FromSeconds(20),
    };

    public static BenchScale Smoke { get; } = new()
    {
        Rounds = 1,
        Round = TimeSpan.FromSeconds(0.2),
        WarmUp = TimeSpan.Zero,
        Callers = [4],
        Conversations = 20,
        FullMailbox = 200,
        Posts = 10,
        Patients = 500,
        Searches = 40,
        Connections = 20,
        PushesPerSecond = 10,
        PushRound = TimeSpan.FromSeconds(0.5),
        Records = 2,
        FhirCallers = [2],
        Import = TimeSpan.Zero,
    };
}
