namespace Portal.Tests.Shared;

/// <summary>Waits for what happens by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    /// <summary>The first answer that is one.</summary>
    public static async Task<T> Get<T>(Func<Task<T?>> question)
        where T : class
    {
        T? answer = null;
        await Holds(async () => (answer = await question()) is not null, $"a {typeof(T).Name} to come");
        return answer!;
    }

    /// <summary>Ends as soon as the condition holds, and fails when it never does.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(_limit, TimeProvider.System);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It never came true: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }
}
