using System.Data.Common;
using System.Globalization;
using Orleans.Storage;

namespace Portal.Storage.Tests;

/// <summary>A provider of its own for each test, over the database of its class.</summary>
public abstract class StorageSuite(TestDatabase database) : IAsyncLifetime
{
    private StorageProvider _provider = null!;

    protected TestDatabase Database => database;

    protected IServiceProvider Services => _provider.Services;

    protected IGrainStorage Storage => _provider.Storage;

    public async Task InitializeAsync() => _provider = await StorageProvider.Start(database.Database);

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    protected async Task RestartDatabase()
    {
        await _provider.DisposeAsync();
        await database.Restart();
        _provider = await StorageProvider.Start(database.Database);
    }

    protected async Task<GrainState<Note>> Write(string key, string text, GrainState<Note>? note = null)
    {
        note ??= new GrainState<Note>();
        note.State = new Note { Text = text };
        await Storage.WriteStateAsync(Note.StateName, Note.Id(key), note);
        return note;
    }

    protected async Task<GrainState<Note>> Read(string key)
    {
        var note = new GrainState<Note>();
        await Storage.ReadStateAsync(Note.StateName, Note.Id(key), note);
        return note;
    }

    protected async Task<string> ReadText(string key) => (await Read(key)).State!.Text;

    protected async Task<long> CountRows(string key)
    {
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var command = Command(connection, "select count(*) from grain_state where id = @id", ("id", key));
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    protected async Task<List<string>> List(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetValue(column)}")));
        return rows;
    }

    protected async Task Execute(string sql)
    {
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
