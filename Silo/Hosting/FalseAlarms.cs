using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Silo.Hosting;

/// <summary>An event of a library that warns where all is right.</summary>
/// <param name="Category">Whose it is.</param>
/// <param name="EventId">Which of its events.</param>
/// <param name="FirstOnly">Whether only the first one means nothing.</param>
public sealed record FalseAlarm(string Category, int EventId, bool FirstOnly = false)
{
    /// <summary>Orleans measures the time before the first check of its watchdog from the start of the machine.</summary>
    public static readonly FalseAlarm FirstWatchdogCheck = new("Orleans.Runtime.Watchdog", 100150, FirstOnly: true);

    /// <summary>
    /// Embedded, the key of cookies and forms lies in the data folder beside all that it protects: whoever may read the one
    /// may read the other, and a key for the key would lie there too.
    /// </summary>
    public static readonly FalseAlarm KeyInTheDataFolder = new("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", 35);
}

/// <summary>Keeps false alarms out of the log, each by category and event: who reads one that warns of nothing does not read on.</summary>
public static class FalseAlarms
{
    public static IServiceCollection WithoutFalseAlarms(this IServiceCollection services, params IReadOnlyList<FalseAlarm> alarms)
    {
        services.AddSingleton<LoggerFactory>();
        return services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new CalmLoggers(provider.GetRequiredService<LoggerFactory>(), alarms)));
    }
}

/// <summary>The loggers of another factory, without some events.</summary>
public sealed class CalmLoggers(ILoggerFactory loggers, IReadOnlyList<FalseAlarm> alarms) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        var logger = loggers.CreateLogger(categoryName);
        var own = alarms.Where(alarm => alarm.Category == categoryName).ToList();
        return own.Count == 0 ? logger : new CalmLogger(logger, own);
    }

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>The other factory is the container's to close.</summary>
    public void Dispose()
    {
    }

    private sealed class CalmLogger(ILogger logger, IEnumerable<FalseAlarm> alarms) : ILogger
    {
        private readonly List<FalseAlarm> _left = [.. alarms];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsFalse(eventId))
                logger.Log(logLevel, eventId, state, exception, formatter);
        }

        private bool IsFalse(EventId eventId)
        {
            lock (_left)
            {
                var alarm = _left.Find(alarm => alarm.EventId == eventId.Id);
                if (alarm is { FirstOnly: true })
                    _left.Remove(alarm);
                return alarm is not null;
            }
        }
    }
}
