using System.Globalization;
using Portal.Silo.Storage;
using Portal.Storage.Tests;

// Started by the crash tests: writes one document again and again, prints what was acknowledged, until it is killed.
if (args is not ["write", var folder])
    throw new ArgumentException("Usage: write <data folder>");

await using var database = PortalDatabase.OpenSqlite(folder);
await using var provider = await StorageProvider.Start(database);
var note = new GrainState<Note>();
await provider.Storage.ReadStateAsync(Note.StateName, Note.Id("demo/crash"), note);
for (var number = note.RecordExists ? int.Parse(note.State!.Text, CultureInfo.InvariantCulture) + 1 : 1; ; number++)
{
    note.State = new Note { Text = $"{number}" };
    await provider.Storage.WriteStateAsync(Note.StateName, Note.Id("demo/crash"), note);
    Console.WriteLine(number);
}
