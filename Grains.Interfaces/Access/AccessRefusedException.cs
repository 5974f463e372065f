namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// A grain call was made without a valid caller, for another practice, or without a role that the method demands.
/// Pages never offer such a call, so it is a bug or an attack and not a domain outcome. A web front answers 404.
/// </summary>
[GenerateSerializer, Alias("portal.access.AccessRefusedException")]
public sealed class AccessRefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public AccessRefusedException()
        : this("This call is not allowed.")
    {
    }

    /// <summary>Makes the exception with a reason that names no person.</summary>
    public AccessRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a reason and a cause.</summary>
    public AccessRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
