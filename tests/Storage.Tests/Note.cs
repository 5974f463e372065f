using System.Text.Json.Serialization;

namespace Portal.Storage.Tests;

public sealed record Note
{
    public const string StateName = "note";

    public string Text { get; init; } = "";

    public long Count { get; init; }

    public bool Closed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Note? Inner { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Outbox { get; init; }

    public static GrainId Id(string key) => GrainId.Create(StateName, key);
}
