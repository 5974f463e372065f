namespace Portal.Grains.Interfaces.Practices;

/// <summary>How much a practice's settings may hold. All of it is one document.</summary>
public static class PracticeLimits
{
    /// <summary>Characters of a name.</summary>
    public const int Name = 120;

    /// <summary>Characters of a phone number, in the practice's own spelling.</summary>
    public const int Phone = 40;

    /// <summary>Characters of an e-mail address.</summary>
    public const int Email = 254;

    /// <summary>Characters of a web address.</summary>
    public const int Url = 300;

    /// <summary>Characters of a postal address on one line.</summary>
    public const int Address = 300;

    /// <summary>Characters of what a shared inbox is for.</summary>
    public const int About = 160;

    /// <summary>Locations of one practice.</summary>
    public const int Locations = 40;

    /// <summary>Providers of one practice.</summary>
    public const int Providers = 100;

    /// <summary>Chairs of one practice.</summary>
    public const int Chairs = 150;

    /// <summary>Staff members of one practice.</summary>
    public const int Staff = 150;

    /// <summary>Shared inboxes of one practice.</summary>
    public const int Pools = 12;
}
