using Portal.Silo.Storage;

namespace Portal.Silo.Hosting;

/// <summary>Ends a process that must not start with a sentence instead of a stack trace.</summary>
public static class StartRefusal
{
    public const int ExitCode = 2;

    /// <returns>The exit code of the process.</returns>
    public static async Task<int> Tell(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception refusal) when (refusal is StartRefusedException or SchemaMismatchException or DatabaseInUseException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return ExitCode;
        }
    }
}
