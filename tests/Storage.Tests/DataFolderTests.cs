using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>One process per data folder, also when that process dies in the middle of a write.</summary>
public sealed class DataFolderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-folder-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_folder_is_made_when_it_is_missing_and_only_its_owner_may_look_into_it()
    {
        var folder = Path.Combine(_folder, "deep", "data");
        await using (PortalDatabase.OpenSqlite(folder))
        {
            Assert.True(File.Exists(Path.Combine(folder, "portal.db")));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task A_second_opening_is_refused_until_the_first_is_closed()
    {
        await using (PortalDatabase.OpenSqlite(_folder))
        {
            var refusal = Assert.Throws<DatabaseInUseException>(() => PortalDatabase.OpenSqlite(_folder));
            Assert.Equal(
                $"The data folder {_folder} is in use by another Portal process. "
                + "Stop that process, or set Portal:DataFolder to another folder.",
                refusal.Message);
        }

        await using var again = PortalDatabase.OpenSqlite(_folder);
    }

    [Fact]
    public async Task Every_connection_has_the_settings_that_safety_needs()
    {
        await using var database = PortalDatabase.OpenSqlite(_folder);
        await using var one = await database.DataSource.OpenConnectionAsync();
        await using var two = await database.DataSource.OpenConnectionAsync();
        foreach (var connection in new[] { one, two })
        {
            Assert.Equal("wal", await Pragma("journal_mode"));
            Assert.Equal("2", await Pragma("synchronous"));
            Assert.Equal("1", await Pragma("foreign_keys"));
            Assert.Equal("10000", await Pragma("busy_timeout"));

            async Task<string> Pragma(string name)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"pragma {name}";
                return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
            }
        }
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_its_writes_loses_nothing_it_acknowledged()
    {
        await using (var database = PortalDatabase.OpenSqlite(_folder))
            await new SchemaMigrator(database, NullLogger.Instance).Migrate();

        var acknowledged = 0;
        for (var round = 0; round < 3; round++)
        {
            using var writer = StartWriter();
            for (var line = 0; line < 25; line++)
                acknowledged = int.Parse((await writer.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            Assert.Throws<DatabaseInUseException>(() => PortalDatabase.OpenSqlite(_folder));

            writer.Kill();
            var rest = (await writer.StandardOutput.ReadToEndAsync()).Split('\n');
            await writer.WaitForExitAsync();
            if (rest.Length > 1)
                acknowledged = int.Parse(rest[^2], CultureInfo.InvariantCulture);
            Assert.InRange(await Stored(), acknowledged, acknowledged + 1);
        }
    }

    private async Task<int> Stored()
    {
        await using var database = PortalDatabase.OpenSqlite(_folder);
        await using (var connection = await database.DataSource.OpenConnectionAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma integrity_check";
            Assert.Equal("ok", await command.ExecuteScalarAsync());
        }

        await using var provider = await StorageProvider.Start(database);
        var note = new GrainState<Note>();
        await provider.Storage.ReadStateAsync(Note.StateName, Note.Id("demo/crash"), note);
        return int.Parse(note.State!.Text, CultureInfo.InvariantCulture);
    }

    private Process StartWriter() => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", typeof(Note).Assembly.Location, "write", _folder]) { RedirectStandardOutput = true })!;
}
