using Portal.Silo.Hosting;

namespace Portal.Silo.Storage;

/// <summary>The file that says whose data folder it is. The operating system lets go of it when the process dies.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="DatabaseInUseException">Another portal has it.</exception>
    /// <exception cref="StartRefusedException">It cannot be made or written to.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            CreatePrivately(folder);
            return new DataFolderLock(
                new FileStream(Path.Combine(folder, "portal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            throw new DatabaseInUseException(folder, exception);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Portal:DataFolder is '{folder}', which this process cannot use ({fault.Message}).", fault);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void CreatePrivately(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Sharing and lock violation on Windows; EWOULDBLOCK on Linux and macOS.
    private static bool IsTaken(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
