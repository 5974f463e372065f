namespace Portal.Grains;

/// <summary>New ids: 26 characters that sort by time, with 80 random bits from the system's generator.</summary>
public sealed class Ids(TimeProvider time)
{
    public string New()
    {
        Span<byte> random = stackalloc byte[10];
        System.Security.Cryptography.RandomNumberGenerator.Fill(random);
        return Ulid.NewUlid(time.GetUtcNow(), random).ToString().ToLowerInvariant();
    }
}
