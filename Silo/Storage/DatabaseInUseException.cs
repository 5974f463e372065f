namespace Portal.Silo.Storage;

public sealed class DatabaseInUseException : Exception
{
    public DatabaseInUseException(string dataFolder, Exception? innerException = null)
        : base(
            $"The data folder {dataFolder} is in use by another Portal process. Stop that process, or set Portal:DataFolder to another folder.",
            innerException)
    {
    }
}
