using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>The practice itself as a FHIR Organization, made of its profile where none came from elsewhere.</summary>
internal static class PracticeReflection
{
    public const string Type = RosterChanges.Organization;

    /// <summary>It is in no row yet; the first that is stored is version 1.</summary>
    private const int Before = 0;

    public static ServedResource Of(PracticeCard? card, string practice, DateTimeOffset at)
    {
        var own = card is { Name.Length: > 0 } ? card : new() { Slug = practice, Name = practice };
        var all = new RosterChange(Type, practice, RosterChanges.AllOf(Type, isChair: false));
        var view = new PracticeView { Card = own };
        var resource = RosterReflection.New(all, view);
        RosterReflection.Apply(resource, all, view);
        return new()
        {
            Type = Type,
            Id = practice,
            Version = Before,
            LastUpdated = at,
            Json = ServedJson.Of(resource.ToJsonString(ServedJson.Options), practice, Before, at),
        };
    }
}
