using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

[JsonSerializable(typeof(ConversationState))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(MailboxState))]
[JsonSerializable(typeof(DraftState))]
[JsonSerializable(typeof(ArrivedMail))]
[JsonSerializable(typeof(MessageNotice))]
[JsonSerializable(typeof(Saved))]
internal sealed partial class WebmailJson : JsonSerializerContext;
