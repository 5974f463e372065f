using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Names, addresses and ways to reach somebody.</summary>
internal static class CdaPeople
{
    private const string Npi = "http://hl7.org/fhir/sid/us-npi";
    private const string NpiRoot = "2.16.840.1.113883.4.6";

    /// <summary>The name of a patient, or of somebody of whom a family name and a given one are demanded.</summary>
    public static XElement PersonName(JsonObject? person)
    {
        var name = Preferred(person);
        var given = name.Texts("given").ToList();
        return El(
            "name",
            [
                name.Text("use") is "official" or "usual" ? At("use", "L") : null,
                .. name.Texts("prefix").Select(prefix => El("prefix", prefix)),
                .. given.Count > 0 ? given.Select(one => El("given", one)) : [El("given", Null())],
                name.Text("family") is { Length: > 0 } family ? El("family", family) : El("family", Null()),
                .. name.Texts("suffix").Select(suffix => El("suffix", suffix)),
            ]);
    }

    /// <summary>The name of a provider of whom perhaps only the words of a reference are known.</summary>
    public static XElement ProviderName(JsonObject? provider, string words)
    {
        var name = Preferred(provider);
        if (name.Text("family").Length > 0)
            return PersonName(provider);
        var whole = name.Text("text") is { Length: > 0 } text ? text : words;
        return whole.Length > 0 ? El("name", whole) : El("name", Null());
    }

    public static string NameInWords(JsonObject? person)
    {
        var name = Preferred(person);
        var parts = name.Texts("prefix").Concat(name.Texts("given")).Append(name.Text("family")).Where(part => part.Length > 0);
        var words = string.Join(' ', parts);
        if (words.Length == 0)
            words = name.Text("text");
        return string.Join(", ", name.Texts("suffix").Prepend(words).Where(part => part.Length > 0));
    }

    public static IEnumerable<XElement> ProviderIds(JsonObject? provider, Guid own)
    {
        var npi = provider.Parts("identifier").FirstOrDefault(id => id.Text("system") == Npi).Text("value");
        return npi.Length > 0 ? [El("id", At("root", NpiRoot), At("extension", npi))] : [El("id", At("root", NpiRoot), Null()), Id(own)];
    }

    /// <summary>Where somebody lives or works now, the home first.</summary>
    public static XElement Address(JsonObject? of)
    {
        var address = of.Parts("address")
            .Where(one => one.Text("use") is not "old")
            .OrderBy(one => one["period"]?["end"] is null ? 0 : 1)
            .ThenBy(one => one.Text("use") switch { "home" => 0, "billing" => 2, _ => 1 })
            .FirstOrDefault();
        if (address is null)
            return El("addr", Null());
        var lines = address.Texts("line").Take(4).ToList();
        var country = address.Text("country");
        return El(
            "addr",
            [
                address.Text("use") switch { "home" => At("use", "HP"), "work" => At("use", "WP"), _ => null },
                .. lines.Count > 0 ? lines.Select(line => El("streetAddressLine", line)) : [El("streetAddressLine", Null())],
                Named("city", address.Text("city")),
                Named("state", address.Text("state")),
                Named("postalCode", address.Text("postalCode")),
                El("country", country.Length > 0 ? country : "US"),
            ]);
    }

    public static IEnumerable<XElement> Telecoms(JsonObject? of)
    {
        var told = of.Parts("telecom").Where(contact => contact.Text("use") is not "old").Select(Telecom).OfType<XElement>().ToList();
        return told.Count > 0 ? told : [El("telecom", Null())];
    }

    private static XElement? Telecom(JsonObject contact)
    {
        var value = contact.Text("value");
        var uri = contact.Text("system") switch
        {
            "phone" or "sms" => "tel:" + Dialled(value),
            "fax" => "fax:" + Dialled(value),
            "email" => "mailto:" + value,
            "url" => value,
            _ => "",
        };
        if (value.Length == 0 || uri.Length == 0)
            return null;
        var use = contact.Text("use") switch { "home" => "HP", "work" => "WP", "mobile" => "MC", _ => null };
        return El("telecom", use is null ? null : At("use", use), At("value", uri));
    }

    private static string Dialled(string number) => string.Concat(number.Where(c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or '.'));

    private static XElement Named(string name, string value) => value.Length > 0 ? El(name, value) : El(name, Null());

    private static JsonObject? Preferred(JsonObject? person)
    {
        var names = person.Parts("name").ToList();
        return names.Find(name => name.Text("use") is "official") ?? names.Find(name => name.Text("use") is "usual") ?? names.FirstOrDefault();
    }
}
