using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Grains.Documents;

/// <summary>
/// Reads the views over the stored documents. The texts are the same for both databases: views hide the dialect,
/// parameters are <c>@name</c>, paging is by key.
/// </summary>
public sealed class DocumentQueries([FromKeyedServices(DocumentQueries.Database)] DbDataSource database)
{
    /// <summary>The key of the data source in the service collection.</summary>
    public const string Database = "portal";

    public Task<ImmutableArray<T>> List<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] arguments) => List(sql, read, _ => false, arguments);

    /// <summary>Reads rows until one is enough, which is the last.</summary>
    public async Task<ImmutableArray<T>> List<T>(
        string sql, Func<DbDataReader, T> read, Func<T, bool> isEnough, params (string Name, object? Value)[] arguments)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in arguments)
            command.AddParameter(name, value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
            if (isEnough(rows[^1]))
                break;
        }

        return rows.ToImmutable();
    }

    public async Task<T?> First<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] arguments) =>
        (await List(sql, read, arguments)).FirstOrDefault();
}
