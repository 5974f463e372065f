namespace Portal.Grains.Interfaces.Records;

/// <summary>The FHIR Practitioner of a member of the staff who is no provider.</summary>
public static class StaffPractitioner
{
    /// <summary>The id; a provider's Practitioner has the provider's.</summary>
    public static string IdOf(string userId) => RecordId.KeySafe($"staff-{userId}");
}
