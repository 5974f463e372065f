using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

[Alias("portal.tests.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("Write")]
    Task Write(string text);

    [Alias("Read")]
    Task<string> Read();

    [Alias("Remind")]
    Task Remind();

    [Alias("CountReminders")]
    Task<int> CountReminders();
}

[GrainType("note_grain")]
internal sealed class NoteGrain([PersistentState(Note.StateName, PortalStorage.ProviderName)] IPersistentState<Note> note)
    : Grain, INoteGrain, IRemindable
{
    public Task Write(string text)
    {
        note.State = new Note { Text = text };
        return note.WriteStateAsync();
    }

    public Task<string> Read() => Task.FromResult(note.State.Text);

    public Task Remind() => this.RegisterOrUpdateReminder("daily", TimeSpan.FromDays(1), TimeSpan.FromDays(1));

    public async Task<int> CountReminders() => (await this.GetReminders()).Count;

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}
