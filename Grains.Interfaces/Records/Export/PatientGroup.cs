namespace Portal.Grains.Interfaces.Records.Export;

/// <summary>The groups that can be exported: all patients of the practice, and those of each provider.</summary>
public static class PatientGroup
{
    /// <summary>All patients.</summary>
    public const string All = "all";

    private const string OfProvider = "provider-";

    /// <summary>The group of the patients whose primary provider this is.</summary>
    public static string IdFor(string providerId) => OfProvider + providerId;

    /// <summary>The provider of a group; none for <see cref="All"/> and for an unknown id.</summary>
    public static string? ProviderOf(string groupId) =>
        groupId.StartsWith(OfProvider, StringComparison.Ordinal) && groupId.Length > OfProvider.Length ? groupId[OfProvider.Length..] : null;
}
