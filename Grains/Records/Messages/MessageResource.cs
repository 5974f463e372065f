using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Records.Search;
using Portal.Grains.Webmail;

namespace Portal.Grains.Records.Messages;

/// <summary>A message → FHIR Communication. A message never changes, so neither does its resource.</summary>
internal static class MessageResource
{
    public const string Type = "Communication";

    /// <summary>A message never changes.</summary>
    public const int OnlyVersion = 1;

    /// <summary>The id of a message's resource: the message's own, with the patient's behind it so that its record is found, if there is room.</summary>
    public static string IdFor(string messageId, string patientId)
    {
        var id = RecordId.KeySafe(messageId);
        var whole = $"{id}.{patientId}";
        return RecordId.IsFhirId(whole) ? whole : id;
    }

    /// <param name="conversation">What was said.</param>
    /// <param name="idOf">The id under which a message is served.</param>
    public static IEnumerable<ServedResource> Of(SpokenConversation conversation, Func<Message, string> idOf) =>
        conversation.Messages.Select((message, index) => Of(conversation, message, index, idOf));

    private static ServedResource Of(SpokenConversation conversation, Message message, int index, Func<Message, string> idOf)
    {
        var id = idOf(message);
        var practice = PracticeParty(conversation);
        var person = PersonParty(conversation);
        var fromPerson = message.Author is Author.Patient;
        var (sender, recipient) = fromPerson ? (person, practice) : (practice, person);
        sender["display"] = message.AuthorName;
        var json = new JsonObject { ["resourceType"] = Type };
        if (index > 0)
        {
            json["partOf"] = new JsonArray(Reference(idOf(conversation.Messages[0])));
            json["inResponseTo"] = new JsonArray(Reference(idOf(conversation.Messages[index - 1])));
        }

        json["status"] = "completed";
        json["medium"] = new JsonArray(new JsonObject { ["text"] = "Webmail of the patient portal" });
        json["subject"] = new JsonObject { ["reference"] = $"Patient/{conversation.PatientId}" };
        json["topic"] = new JsonObject { ["text"] = conversation.Subject };
        json["sent"] = DocumentJson.TextOf(message.SentAt);
        json["recipient"] = new JsonArray(recipient);
        json["sender"] = sender;
        json["payload"] = new JsonArray([new JsonObject { ["contentString"] = message.Body }, .. message.Attachments.Select(File)]);
        return new()
        {
            Type = Type,
            Id = id,
            Version = OnlyVersion,
            LastUpdated = message.SentAt,
            Json = ServedJson.Of(json.ToJsonString(ServedJson.Options), id, OnlyVersion, message.SentAt),
        };
    }

    /// <summary>What the file is; its bytes are in the portal, where they are looked at for harm before they are given out.</summary>
    private static JsonNode File(Attachment file) => new JsonObject
    {
        ["contentAttachment"] = new JsonObject { ["contentType"] = file.ContentType, ["size"] = file.Size, ["title"] = file.Name },
    };

    private static JsonObject Reference(string id) => new() { ["reference"] = $"{Type}/{id}" };

    /// <summary>A representative is named but not referred to: theirs is another record, which is not this one's to open.</summary>
    private static JsonObject PersonParty(SpokenConversation conversation) => conversation.PersonId == conversation.PatientId
        ? new() { ["reference"] = $"Patient/{conversation.PatientId}" }
        : new() { ["type"] = "RelatedPerson", ["display"] = conversation.PersonName };

    private static JsonObject PracticeParty(SpokenConversation conversation)
    {
        var party = new JsonObject();
        if (MailOwner.IsProvider(conversation.PracticeSide, out var provider))
            party["reference"] = $"Practitioner/{provider}";
        else if (MailOwner.IsPool(conversation.PracticeSide, out var pool))
            party["reference"] = $"HealthcareService/{pool}";
        party["display"] = conversation.PracticeName;
        return party;
    }
}
