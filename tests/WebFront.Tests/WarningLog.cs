using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portal.WebFront.Tests;

/// <summary>What a server has warned of, for tests that want it quiet.</summary>
public sealed class WarningLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Text)> _said = new();

    /// <summary>Warnings and worse of the categories that begin so.</summary>
    public IReadOnlyList<string> Of(string category) =>
        [.. _said.Where(line => line.Category.StartsWith(category, StringComparison.Ordinal)).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Listener(_said, categoryName);

    public void Dispose()
    {
    }

    private sealed class Listener(ConcurrentQueue<(string Category, string Text)> said, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                said.Enqueue((category, formatter(state, exception)));
        }
    }
}
