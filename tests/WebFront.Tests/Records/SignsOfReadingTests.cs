using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records;

namespace Portal.WebFront.Tests.Records;

public sealed class SignsOfReadingTests
{
    [Fact]
    public async Task An_import_hears_that_it_is_read_until_it_is_read_also_after_a_sign_that_got_lost()
    {
        var time = new FakeTimeProvider();
        var import = DispatchProxy.Create<IImportGrain, Listener>();
        var heard = (Listener)(object)import;
        var signs = new SignsOfReading(import, time, NullLogger.Instance);

        for (var sign = 1; sign <= 3; sign++)
        {
            time.Advance(ImportLimits.FillTime / 2);
            await Eventually.Holds(() => Task.FromResult(heard.Signs >= sign), "the import hears that it is read");
        }

        await signs.DisposeAsync();
        var before = heard.Signs;
        time.Advance(ImportLimits.FillTime);
        Assert.Equal(before, heard.Signs);
    }

    /// <summary>An import whose first sign gets lost.</summary>
    public class Listener : DispatchProxy
    {
        private int _signs;

        public int Signs => _signs;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Interlocked.Increment(ref _signs) == 1
            ? throw new TimeoutException("The first sign gets lost.")
            : Task.FromResult<Result<Done>>(Done.Value);
    }
}
