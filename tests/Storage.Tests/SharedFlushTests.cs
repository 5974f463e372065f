using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

public sealed class SharedFlushTests
{
    [Fact]
    public async Task Those_who_come_during_a_flush_share_the_next_one()
    {
        var flushes = 0;
        using var begun = new SemaphoreSlim(0);
        using var disk = new SemaphoreSlim(0);
        var flush = new SharedFlush(() =>
        {
            Interlocked.Increment(ref flushes);
            begun.Release();
            disk.Wait();
        });

        var first = flush.Flush();
        await begun.WaitAsync();
        var others = Enumerable.Range(0, 10).Select(_ => flush.Flush()).ToArray();
        disk.Release();
        await first;
        await begun.WaitAsync();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        disk.Release();
        await Task.WhenAll(others);

        Assert.Equal(2, flushes);
    }

    [Fact]
    public async Task After_a_flush_that_failed_nothing_is_acknowledged_any_more()
    {
        var flushes = 0;
        var flush = new SharedFlush(() =>
        {
            flushes++;
            throw new IOException("The disk is gone.");
        });

        await Assert.ThrowsAsync<IOException>(flush.Flush);
        var later = await Assert.ThrowsAsync<IOException>(flush.Flush);

        Assert.Contains("Start the program again", later.Message, StringComparison.Ordinal);
        Assert.Equal(1, flushes);
    }

    [Fact]
    public async Task Who_waits_while_a_flush_fails_is_not_acknowledged_by_the_next_one()
    {
        var flushes = 0;
        using var begun = new SemaphoreSlim(0);
        using var disk = new SemaphoreSlim(0);
        var flush = new SharedFlush(() =>
        {
            var first = Interlocked.Increment(ref flushes) == 1;
            begun.Release();
            disk.Wait();
            if (first)
                throw new IOException("The disk was away for a moment.");
        });

        var one = flush.Flush();
        await begun.WaitAsync();
        var meanwhile = flush.Flush();
        disk.Release(2);

        await Assert.ThrowsAsync<IOException>(() => one);
        await Assert.ThrowsAsync<IOException>(() => meanwhile);
        Assert.Equal(1, flushes);
    }
}
