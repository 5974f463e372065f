namespace Portal.Silo.Hosting;

/// <summary>The portal cannot start as it is set up. The message is one sentence for whoever starts it.</summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException()
        : this("The portal cannot start as it is set up.")
    {
    }

    public StartRefusedException(string message)
        : base(message)
    {
    }

    public StartRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
