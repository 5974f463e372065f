using System.Data;
using Microsoft.Data.Sqlite;

namespace Portal.Silo.Storage;

/// <summary>
/// A connection that stays open while nobody has it, and keeps what it has prepared. SQLite compiles a statement
/// anew for each command, and writing a document means code for every index of the table: it is most of the work.
/// </summary>
/// <param name="connectionString">Without the driver's own pool.</param>
/// <param name="keep">Asked when whoever had it disposes it: whether it is wanted again.</param>
internal sealed class KeptConnection(string connectionString, Func<KeptConnection, bool> keep) : SqliteConnection(connectionString)
{
    /// <summary>Searches have as many forms as there are ways to ask; past this all are prepared anew.</summary>
    private const int MostStatements = 256;

    private readonly Dictionary<string, KeptStatement> _statements = new(StringComparer.Ordinal);
    private readonly HashSet<KeptStatement> _used = [];
    private bool _isOver;

    public override SqliteCommand CreateCommand() =>
        new BorrowedCommand(this) { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };

    /// <summary>Closes it for good.</summary>
    public void End()
    {
        _isOver = true;
        Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver && State is ConnectionState.Open)
        {
            Leave();
            if (keep(this))
                return;
        }

        _isOver = true;
        base.Dispose(disposing);
    }

    /// <summary>Ends what its caller has left open: a reading that goes on would keep the log from ever becoming shorter.</summary>
    private void Leave()
    {
        foreach (var statement in _used)
            statement.Stop();
        _used.Clear();
        Transaction?.Dispose();
    }

    /// <summary>The statement that was prepared for that text; none while somebody reads from it.</summary>
    private KeptStatement? Prepared(string text)
    {
        if (_statements.TryGetValue(text, out var statement) && statement.IsRead)
            return null;
        if (statement is null)
        {
            if (_statements.Count == MostStatements)
                Forget();
            statement = _statements[text] = new() { Connection = this, CommandText = text };
        }

        _used.Add(statement);
        return statement;
    }

    private void Forget()
    {
        foreach (var (text, statement) in _statements.Where(entry => !entry.Value.IsRead).ToList())
        {
            statement.Dispose();
            _statements.Remove(text);
        }
    }

    /// <summary>What a caller fills in and disposes; it is done by the prepared statement of its text.</summary>
    private sealed class BorrowedCommand(KeptConnection from) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (from.Prepared(CommandText) is not { } statement)
                return base.ExecuteReader(behavior);
            statement.Transaction = Transaction;
            statement.CommandTimeout = CommandTimeout;
            statement.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
                statement.Parameters.Add(parameter);
            return statement.ExecuteReader(behavior);
        }
    }

    private sealed class KeptStatement : SqliteCommand
    {
        public bool IsRead => DataReader is not null;

        public void Stop() => DataReader?.Dispose();
    }
}
