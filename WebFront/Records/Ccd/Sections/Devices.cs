using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>What the patient wears or bears: dental and other implants, each with its number if that is known.</summary>
internal static class Devices
{
    private const string UdiRoot = "2.16.840.1.113883.3.3719";

    public static CcdSection Section { get; } = new(
        new("Implants and devices", "46264-8", "History of medical device use", ["Device", "Number", "Maker", "Made", "Status"],
            one => one.Is("Device") && one.Part("patient") is not null && one.Text("status") is not ("entered-in-error" or "inactive"),
            one => [Name(one), Number(one), Maker(one), SummarySections.Date(one, "manufactureDate"), SummarySections.InWords(one.Text("status"))]),
        "device", "2.16.840.1.113883.10.20.22.2.23", "2014-06-09", Supply)
    {
        MayBeLeftOut = true,
    };

    /// <summary>That there is none is told by the words alone: a supply cannot be denied.</summary>
    private static XElement? Supply(CcdRecord record, JsonObject device, RowMarks marks) => IsNone(device) ? null : Entry(El(
        "supply",
        At("classCode", "SPLY"), At("moodCode", "EVN"),
        Template("2.16.840.1.113883.10.20.22.4.50", "2014-06-09"),
        Id(record.IdOf(device, "/supply")),
        TextAt(marks.Row),
        Status(device.Text("status") is "active" or "" ? "active" : "completed"),
        El("participant", At("typeCode", "PRD"), Product(record, device, marks))));

    private static XElement Product(CcdRecord record, JsonObject device, RowMarks marks) => El(
        "participantRole",
        At("classCode", "MANU"),
        Template("2.16.840.1.113883.10.20.22.4.37"),
        Udi(device) is { Length: > 0 } udi
            ? El("id", At("root", UdiRoot), At("extension", udi), At("assigningAuthorityName", "FDA"))
            : Id(record.IdOf(device)),
        El(
            "playingDevice",
            CdaConcept.Of("code", device.Part("type"), marks.Cell(0), CodeSystems.Snomed),
            device.Text("modelNumber") is { Length: > 0 } model ? El("manufacturerModelName", model) : null),
        El("scopingEntity", El("id", At("root", UdiRoot)), Maker(device) is { Length: > 0 } maker ? El("desc", maker) : null));

    private static bool IsNone(JsonObject device) => device.Codings("type").Any(coding => coding.Text("code") is "no-known-devices" or "no-device-info");

    private static string Name(JsonObject device)
    {
        var words = SummarySections.Words(device["type"]);
        var name = device.Parts("deviceName").Select(one => one.Text("name")).FirstOrDefault(one => one.Length > 0);
        return words.Length > 0 && name is not null && name != words ? $"{words} ({name})" : words.Length > 0 ? words : name ?? "Device";
    }

    private static string Udi(JsonObject device) => device.Parts("udiCarrier")
        .Select(carrier => carrier.Text("carrierHRF") is { Length: > 0 } whole ? whole : carrier.Text("deviceIdentifier"))
        .FirstOrDefault(number => number.Length > 0) ?? "";

    private static string Number(JsonObject device) => Udi(device) is { Length: > 0 } udi ? udi : string.Join(
        ", ",
        new[] { ("Serial", device.Text("serialNumber")), ("Lot", device.Text("lotNumber")) }.Where(number => number.Item2.Length > 0).Select(number => $"{number.Item1} {number.Item2}"));

    private static string Maker(JsonObject device) => string.Join(
        ", ", new[] { device.Text("manufacturer"), device.Text("modelNumber") is { Length: > 0 } model ? $"model {model}" : "" }.Where(part => part.Length > 0));
}
