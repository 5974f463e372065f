using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Grains.Documents;

/// <summary>How documents are written: camelCase, enums as words, nothing for null, times as sortable UTC text.</summary>
public static class DocumentJson
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>A time as documents hold it, for comparing with them in SQL.</summary>
    public static string TextOf(DateTimeOffset instant) => instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(
                DocumentBasics.Default,
                Access.AccessJson.Default,
                Apps.AppsJson.Default,
                Patients.PatientsJson.Default,
                Practices.PracticesJson.Default,
                Records.RecordsJson.Default,
                Records.Subscriptions.SubscriptionsJson.Default,
                Scheduling.SchedulingJson.Default,
                Sharing.SharingJson.Default,
                Webmail.WebmailJson.Default).WithAddedModifier(AbsentProperties.TakeTheirDefault),
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new SortableInstant());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Fixed width, so that text order in a view or an index is time order.</summary>
    private sealed class SortableInstant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(TextOf(value));
    }
}

/// <summary>The answers and payloads that no feature owns.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(Interfaces.Done))]
internal sealed partial class DocumentBasics : JsonSerializerContext;
