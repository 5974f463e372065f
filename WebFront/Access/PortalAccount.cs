namespace Portal.WebFront.Access;

/// <summary>A sign-in as ASP.NET Core Identity sees it. Changes are commands to its grain, never to this object.</summary>
public sealed class PortalAccount
{
    public required string Practice { get; init; }

    public required string UserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>None when there is no such user, or no access.</summary>
    public string? PasswordHash { get; init; }
}
