using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Notices;

namespace Portal.Grains.Records.Copies;

/// <summary>Sends a copy of a record to where the person wants it. The letter itself says nothing of the record.</summary>
public sealed class RecordCopyDelivery(IGrainFactory grains, ICopySender sender) : IDelivery
{
    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var mail = item.Payload.Deserialize<RecordCopyMail>(DocumentJson.Options)!;
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(CallerScope.Required.Practice, IPracticeGrain.Id)).Card();
        var name = practice?.Name ?? "a dental practice";
        var letter = new CopyLetter(
            item.Id,
            mail.To,
            "A health summary for you",
            $"Somebody who uses the patient portal of {name} has asked us to send you the attached health summary.\n\n"
            + "If you do not know why you got this e-mail, please delete it and its attachment.\n",
            mail.FileId,
            mail.FileName,
            mail.MediaType);
        await (mail.Kind is RecordCopyKind.Direct ? sender.SendDirect(letter, cancellation) : sender.Send(letter, cancellation));
    }
}
