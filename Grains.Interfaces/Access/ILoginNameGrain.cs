namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// One username of one practice; it has one owner. Key: <see cref="UserName.KeyFor"/>. A name is held first, then
/// kept once the owner's document says so; a hold that nobody keeps becomes free again.
/// </summary>
[Alias("portal.access.ILoginNameGrain")]
public interface ILoginNameGrain : IGrainWithStringKey
{
    /// <summary>Holds the name for a user for a while. The holder or owner may hold it again.</summary>
    /// <param name="userId">Who wants the name.</param>
    /// <param name="claim">Marks this wish, so that a late <see cref="Release"/> of an earlier one does nothing.</param>
    /// <returns><c>access.username_taken</c> when it is somebody else's.</returns>
    [Alias("Hold"), AllowedFor(Audience.System)]
    Task<Result<Done>> Hold(string userId, string claim);

    /// <summary>Makes the hold lasting.</summary>
    /// <returns><c>access.username_taken</c> when the hold ran out and somebody else has the name.</returns>
    [Alias("Keep"), AllowedFor(Audience.System)]
    Task<Result<Done>> Keep(string userId, string claim);

    /// <summary>Frees the name if it is still the user's by the same claim; otherwise does nothing.</summary>
    [Alias("Release"), AllowedFor(Audience.System)]
    Task Release(string userId, string claim);

    /// <summary>The user who owns or holds the name now.</summary>
    [Alias("Owner"), AllowedFor(Audience.System)]
    Task<string?> Owner();

    /// <summary>
    /// Somebody gave the name with a password that did not let them in. Counted in memory and by the same rule, whether the
    /// name has an owner or not, so that what the sign-in says of a pause tells nothing of that.
    /// </summary>
    /// <returns>Until when it says that the sign-in is paused; none when it is not.</returns>
    [Alias("CountFailure"), AllowedFor(Audience.System)]
    Task<DateTimeOffset?> CountFailure();

    /// <summary>Somebody was let in by the name: the failures before count no more.</summary>
    [Alias("ForgetFailures"), AllowedFor(Audience.System)]
    Task ForgetFailures();
}
