namespace Portal.Grains.Interfaces.Access;

/// <summary>How long people stay signed in.</summary>
public static class SessionTimes
{
    /// <summary>A session ends after so long without a request of the person.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
}
