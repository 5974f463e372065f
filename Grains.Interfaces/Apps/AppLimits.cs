namespace Portal.Grains.Interfaces.Apps;

/// <summary>How much an app's registration may hold, and how long what it is given holds.</summary>
public static class AppLimits
{
    /// <summary>Characters of a name.</summary>
    public const int Name = 80;

    /// <summary>Characters of an address.</summary>
    public const int Url = 500;

    /// <summary>Redirect addresses of one app.</summary>
    public const int Redirects = 20;

    /// <summary>Characters of all scopes of one app.</summary>
    public const int Scopes = 4_000;

    /// <summary>Characters of the keys of one app.</summary>
    public const int Keys = 16_000;

    /// <summary>Apps of one practice that a list shows.</summary>
    public const int Listed = 200;

    /// <summary>Connections of one person that hold at the same time.</summary>
    public const int Grants = 500;

    /// <summary>How long an app has to fetch the token after the person has agreed.</summary>
    public static readonly TimeSpan Code = TimeSpan.FromMinutes(1);

    /// <summary>How long a token opens data before the app has to renew it.</summary>
    public static readonly TimeSpan AccessToken = TimeSpan.FromHours(1);

    /// <summary>How long the token of a program without a person holds.</summary>
    public static readonly TimeSpan BackendToken = TimeSpan.FromMinutes(5);

    /// <summary>A connection that an app does not use for so long is over.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(180);
}
