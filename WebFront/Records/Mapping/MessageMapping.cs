using System.Collections.Immutable;
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

    /// <returns>
    /// The message, or what it lacks to be one, of a Communication with words. What is not sent yet, or never was, is no message
    /// and lacks nothing.
    /// </returns>
    public static (MessageDraft? Message, ImmutableArray<ImportProblem>? Warnings) Of(InputEntry entry, Communication message, ImportContext context)
    {
        // Whatever else it tells or not: the id says which message it is.
        if (message.Status is EventStatus.EnteredInError)
            return (new(entry.Id, "", "", new(entry.Id, default, false, "", "", false), IsTakenBack: true), null);
        var body = string.Join("\n\n", message.Payload.Select(payload => payload.Content).OfType<FhirString>().Select(text => text.Value));
        if (message.Status is not (EventStatus.Completed or EventStatus.InProgress) || body.Length == 0)
            return default;
        if (SentAt(message.Sent) is not { } sent)
            return (null, [Lacking(entry.Place + ".sent", "It does not say when it was sent.", "Say when it was sent, and send it again.")]);
        if (message.Topic?.Text is not { Length: > 0 } subject)
            return (null, [Lacking(entry.Place + ".topic", "It has no subject (topic.text).", "Give it a subject, and send it again.")]);
        var writer = context.PersonOf(message.Sender?.Reference);
        var recipient = message.Recipient.FirstOrDefault()?.Reference;
        if (PracticeSide(writer is null ? message.Sender?.Reference : recipient, context) is not { } side)
            return (null, [WithoutSide(entry.Place, writer is null)]);
        var author = message.Sender?.Display ?? NameOf(message.Sender?.Reference, writer, context);
        var first = IdOf(message.PartOf.FirstOrDefault(), context);
        var draft = new MessageDraft(
            first ?? entry.Id,
            side,
            subject,
            new(entry.Id, sent, writer is not null, author, body, message.Received is not null),
            writer ?? context.PersonOf(recipient),
            [.. message.InResponseTo.Select(before => IdOf(before, context)).Prepend(first).OfType<string>()]);
        return (draft, null);
    }

    private static ImportProblem WithoutSide(string place, bool fromPractice) => fromPractice
        ? Lacking(
            place + ".sender", "Its sender is neither a person with a patient record nor a provider or shared inbox of the practice.",
            "Name one of them as the sender, and send it again.")
        : Lacking(
            place + ".recipient", "Its first recipient is no provider and no shared inbox of the practice.",
            "Name one of them first, and send it again.");

    private static ImportProblem Lacking(string place, string reason, string advice) => new(
        place, "import.no_message", $"The communication is kept in the record, and nobody finds it in the portal's mail. {reason}", advice);

    private static string? IdOf(ResourceReference? message, ImportContext context) => context.References.IdOf("Communication", message?.Reference);

    /// <summary>A related person has the name of the patient record that it is too.</summary>
    private static string NameOf(string? sender, string? writer, ImportContext context) =>
        context.NameOf(sender) is { Length: > 0 } name ? name
        : context.PractitionerOf(sender) is { } provider ? ProviderName(provider, context)
        : context.NameOf($"Patient/{writer}");

    private static string ProviderName(string provider, ImportContext context) =>
        context.NameOf($"Practitioner/{provider}") is { Length: > 0 } name ? name : context.Providers.GetValueOrDefault(provider, "");

    private static string? PracticeSide(string? reference, ImportContext context)
    {
        if (context.PractitionerOf(reference) is { } provider && context.Providers.ContainsKey(provider))
            return $"provider:{provider}";
        return context.References.IdOf("HealthcareService", reference) is { } pool && context.Pools.Contains(pool) ? $"pool:{pool}" : null;
    }
}
