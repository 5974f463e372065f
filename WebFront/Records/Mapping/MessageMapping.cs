using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>FHIR Communication between a patient and a provider or shared inbox → a message of a conversation.</summary>
internal static class MessageMapping
{
    public static MessageDraft? Of(InputEntry entry, Communication message, ImportContext context)
    {
        if (message.Status is not (EventStatus.Completed or EventStatus.InProgress)
            || !DateTimeOffset.TryParse(message.Sent, System.Globalization.CultureInfo.InvariantCulture, out var sent)
            || message.Topic?.Text is not { Length: > 0 } subject)
        {
            return null;
        }

        var body = string.Join("\n\n", message.Payload.Select(payload => payload.Content).OfType<FhirString>().Select(text => text.Value));
        var fromPatient = context.PatientOf(message.Sender?.Reference) is not null;
        var side = PracticeSide(fromPatient ? message.Recipient.FirstOrDefault()?.Reference : message.Sender?.Reference, context);
        if (body.Length == 0 || side is null)
            return null;
        var author = message.Sender?.Display ?? context.NameOf(message.Sender?.Reference);
        var thread = context.References.IdOf("Communication", message.PartOf.FirstOrDefault()?.Reference) ?? entry.Id;
        return new(thread, side, subject, new(entry.Id, sent.ToUniversalTime(), fromPatient, author, body, message.Received is not null));
    }

    private static string? PracticeSide(string? reference, ImportContext context)
    {
        if (context.References.IdOf("Practitioner", reference) is { } provider && context.Providers.ContainsKey(provider))
            return $"provider:{provider}";
        return context.References.IdOf("HealthcareService", reference) is { } pool && context.Pools.Contains(pool) ? $"pool:{pool}" : null;
    }
}
