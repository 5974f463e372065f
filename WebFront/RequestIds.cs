namespace Portal.WebFront;

/// <summary>
/// The ids under which commands are recognised when they come twice. A page with several forms or buttons draws one for
/// each: one id is one thing asked.
/// </summary>
public static class RequestIds
{
    public static string New() => Ulid.NewUlid().ToString().ToLowerInvariant();
}
