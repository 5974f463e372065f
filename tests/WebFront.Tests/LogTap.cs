using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Portal.WebFront.Tests;

/// <summary>Everything that is logged and traced while somebody listens, also what a server at work does not keep.</summary>
internal sealed class LogTap : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text)> _said = new();
    private volatile bool _open;

    /// <summary>Listens until it is disposed.</summary>
    public IDisposable Listen()
    {
        _said.Clear();
        _open = true;
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Add(
                LogLevel.Trace, "activity", $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        return new Ear(this, listener);
    }

    public IReadOnlyList<string> All => [.. _said.Select(line => line.Text)];

    /// <summary>What is kept by the levels of appsettings.json.</summary>
    public IReadOnlyList<string> Kept =>
    [
        .. _said.Where(line => line.Level >= LogLevel.Warning || (line.Level >= LogLevel.Information && line.Category.StartsWith("Portal.", StringComparison.Ordinal)))
            .Select(line => line.Text),
    ];

    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

    public void Dispose() => _open = false;

    private void Add(LogLevel level, string category, string text) => _said.Enqueue((level, category, text));

    private sealed class Ear(LogTap tap, ActivityListener listener) : IDisposable
    {
        public void Dispose()
        {
            tap._open = false;
            listener.Dispose();
        }
    }

    private sealed class Listener(LogTap tap, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => tap._open;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (tap._open)
                tap.Add(logLevel, category, $"{formatter(state, exception)} {exception}");
        }
    }
}
