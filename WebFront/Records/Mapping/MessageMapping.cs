using System.Globalization;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>FHIR Communication between a patient, or who acts for one, and a provider or shared inbox → a message of a conversation.</summary>
internal static class MessageMapping
{
    /// <summary>When a message was sent; a time that does not say its offset is taken for UTC, whatever zone the server is in.</summary>
    public static DateTimeOffset? SentAt(string? sent) =>
        DateTimeOffset.TryParse(sent, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;

    public static MessageDraft? Of(InputEntry entry, Communication message, ImportContext context)
    {
        // Whatever else it tells or not: the id says which message it is.
        if (message.Status is EventStatus.EnteredInError)
            return new(entry.Id, "", "", new(entry.Id, default, false, "", "", false), IsTakenBack: true);
        if (message.Status is not (EventStatus.Completed or EventStatus.InProgress)
            || SentAt(message.Sent) is not { } sent
            || message.Topic?.Text is not { Length: > 0 } subject)
        {
            return null;
        }

        var body = string.Join("\n\n", message.Payload.Select(payload => payload.Content).OfType<FhirString>().Select(text => text.Value));
        var writer = context.PersonOf(message.Sender?.Reference);
        var recipient = message.Recipient.FirstOrDefault()?.Reference;
        var side = PracticeSide(writer is null ? message.Sender?.Reference : recipient, context);
        if (body.Length == 0 || side is null)
            return null;
        var author = message.Sender?.Display ?? NameOf(message.Sender?.Reference, writer, context);
        var first = IdOf(message.PartOf.FirstOrDefault(), context);
        return new(
            first ?? entry.Id,
            side,
            subject,
            new(entry.Id, sent, writer is not null, author, body, message.Received is not null),
            writer ?? context.PersonOf(recipient),
            [.. message.InResponseTo.Select(before => IdOf(before, context)).Prepend(first).OfType<string>()]);
    }

    private static string? IdOf(ResourceReference? message, ImportContext context) => context.References.IdOf("Communication", message?.Reference);

    /// <summary>A related person has the name of the patient record that it is too.</summary>
    private static string NameOf(string? sender, string? writer, ImportContext context) =>
        context.NameOf(sender) is { Length: > 0 } name ? name : context.NameOf($"Patient/{writer}");

    private static string? PracticeSide(string? reference, ImportContext context)
    {
        if (context.References.IdOf("Practitioner", reference) is { } provider && context.Providers.ContainsKey(provider))
            return $"provider:{provider}";
        return context.References.IdOf("HealthcareService", reference) is { } pool && context.Pools.Contains(pool) ? $"pool:{pool}" : null;
    }
}
