namespace Portal.Grains.Webmail;

/// <summary>The names of mailboxes.</summary>
public static class MailOwner
{
    private const string ProviderPrefix = "provider:";
    private const string PoolPrefix = "pool:";

    public static string User(string userId) => $"user:{userId}";

    public static string Provider(string providerId) => ProviderPrefix + providerId;

    public static bool IsProvider(string owner, out string id) => Is(owner, ProviderPrefix, out id);

    public static bool IsPool(string owner, out string id) => Is(owner, PoolPrefix, out id);

    private static bool Is(string owner, string prefix, out string id)
    {
        var fits = owner.StartsWith(prefix, StringComparison.Ordinal);
        id = fits ? owner[prefix.Length..] : "";
        return fits;
    }
}
