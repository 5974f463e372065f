namespace Portal.Grains.Documents;

/// <summary>The other side will never take a delivery, such as a letter to an address that it does not have: to try again by itself changes nothing.</summary>
public sealed class RefusedForGoodException : Exception
{
    public RefusedForGoodException()
        : base("The other side refused the delivery for good.")
    {
    }

    public RefusedForGoodException(string message)
        : base(message)
    {
    }

    public RefusedForGoodException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
