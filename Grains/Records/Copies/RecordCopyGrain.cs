using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

[GrainType(RecordCopyState.GrainName)]
public sealed class RecordCopyGrain(
    [PersistentState(RecordCopyState.GrainName, DocumentQueries.Database)] IPersistentState<RecordCopyState> stored, DocumentServices services)
    : DocumentGrain<RecordCopyState>(stored, services), IRecordCopyGrain, IAboutPatient
{
    public string? AboutPatient => State.PatientId.Length > 0 ? State.PatientId : null;

    private ISentCopiesGrain Sent => Services.Grains.GetGrain<ISentCopiesGrain>(GrainKey.For(Key.Practice, ISentCopiesGrain.Prefix + CallerScope.Required.UserId));

    public Task<Result<Done>> View(RecordCopy copy) => Note(copy, RecordCopyKind.View);

    public Task<Result<Done>> Download(RecordCopy copy) => Note(copy, RecordCopyKind.Download);

    public async Task<Result<Done>> Send(SendRecordCopy command)
    {
        await RequireSight(command.Copy.PatientId);
        // What is sent again under the id has another file, which was made from the same document.
        var asked = Asked(Key.Id, "send", command with { FileId = "" });
        var decision = RecordCopyRules.Send(command, Key.Id, CallerScope.Required, Now);
        if (decision.Answer.Succeeded && !Exists && await Sent.Count(Key.Id) is { Succeeded: false } refused)
            return refused;
        return await Decide<Done>(asked, _ => decision);
    }

    protected override void Announce(RecordCopyState before, RecordCopyState after)
    {
        if (after.PatientId.Length > 0)
            Services.Publish(Key.Practice, LiveTopic.Copies(after.PatientId));
    }

    private async Task<Result<Done>> Note(RecordCopy copy, RecordCopyKind kind)
    {
        await RequireSight(copy.PatientId);
        return await Decide<Done>(
            Asked(Key.Id, kind.ToString(), copy), _ => Documents.Decide.Next(RecordCopyRules.Note(copy, kind, CallerScope.Required, Now), Done.Value));
    }

    private async Task RequireSight(string patientId)
    {
        var caller = CallerScope.Required;
        if (caller.Is(Audience.Staff))
            return;
        if (caller.PatientId is not { } viewer
            || !await Services.Grains.GetGrain<IPatientGrain>(GrainKey.For(Key.Practice, patientId)).MayBeSeenBy(viewer))
        {
            throw new AccessRefusedException("This person may not see the patient.");
        }
    }
}
