namespace Portal.Storage.Tests;

public sealed record Note
{
    public const string StateName = "note";

    public string Text { get; init; } = "";

    public static GrainId Id(string key) => GrainId.Create("note", key);
}
