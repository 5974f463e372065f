using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records;

/// <summary>How many summaries a person has sent within a day. Key: <c>{practice}/sent:{userId}</c>, the person's own.</summary>
[Alias("portal.records.ISentCopiesGrain")]
public interface ISentCopiesGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key, before the person's.</summary>
    const string Prefix = "sent:";

    /// <summary>Counts one more, or refuses when there were too many.</summary>
    /// <param name="copyId">The copy; counted once, however often it is asked.</param>
    [Alias("Count"), AllowedFor(Audience.Person)]
    Task<Result<Done>> Count(string copyId);
}

/// <summary>Limits of sending.</summary>
public static class RecordCopyLimits
{
    /// <summary>How many summaries one person may send within 24 hours, whoever they are about.</summary>
    public const int SentADay = 20;
}
