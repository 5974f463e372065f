using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Storage.Tests.Patients;

/// <summary>Puts patients' documents into the database as their grains would, many in one transaction.</summary>
internal sealed class PatientStore(TestDatabase database)
{
    private static readonly DateTimeOffset _now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private readonly bool _isSqlite = database.Database.Kind is Silo.Storage.DatabaseKind.Sqlite;

    public PatientQueries Queries { get; } = new(new(database.Database.DataSource));

    public static PatientState Of(Demographics person, PatientStatus status = PatientStatus.Patient) =>
        PatientRules.Save(new(), "p", new("r", status, person, null, [], null), new(), "d", _now).Next!;

    public async Task Add(string practice, params (string Id, PatientState State)[] patients)
    {
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
            values ('portal', 'patient', @id, 0, 0, {(_isSqlite ? "@doc" : "cast(@doc as jsonb)")}, '2026-03-02T15:00:00.000Z', 1)
            """;
        var (id, doc) = (command.CreateParameter(), command.CreateParameter());
        (id.ParameterName, doc.ParameterName) = ("id", "doc");
        command.Parameters.Add(id);
        command.Parameters.Add(doc);
        foreach (var patient in patients)
        {
            var own = patient.State.GuarantorId == "p" ? patient.State with { GuarantorId = patient.Id } : patient.State;
            id.Value = $"{practice}/{patient.Id}";
            doc.Value = JsonSerializer.Serialize(own, DocumentJson.Options);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public async Task<string[]> Search(string practice, string text, bool hidden = false) =>
        [.. (await Queries.Search(practice, new(text, null, 100, hidden))).Rows.Select(row => row.Id)];

    public async Task<string> Explain(string sql, (string Name, object? Value)[] arguments)
    {
        var lines = await new DocumentQueries(database.Database.DataSource).List(
            (_isSqlite ? "explain query plan " : "explain ") + sql,
            row => row.GetString(_isSqlite ? 3 : 0),
            arguments);
        return string.Join('\n', lines);
    }
}
