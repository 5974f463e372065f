using System.Text.Json.Nodes;

namespace Portal.Grains.Records.Reflection;

/// <summary>Changes elements of a resource and leaves the others as they came.</summary>
internal static class Elements
{
    /// <summary>A list of the resource, made when it is not there.</summary>
    public static JsonArray List(JsonObject of, string name)
    {
        if (of[name] is not JsonArray list)
            of[name] = list = [];
        return list;
    }

    /// <summary>The first element of the list that fits, or none.</summary>
    public static JsonObject? First(JsonObject of, string name, Func<JsonObject, bool> fits) =>
        (of[name] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(fits);

    /// <summary>Sets a text; an empty one takes the element away.</summary>
    public static void Text(JsonObject of, string name, string value)
    {
        if (value.Length == 0)
            of.Remove(name);
        else
            of[name] = value;
    }

    public static string Of(JsonObject element, string name) => element[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static JsonObject Reference(string target) => new() { ["reference"] = target };

    /// <summary>Takes away a list that has nothing in it: FHIR knows no empty lists.</summary>
    public static void DropEmpty(JsonObject of, string name)
    {
        if (of[name] is JsonArray { Count: 0 })
            of.Remove(name);
    }

    /// <summary>Takes away an element that was set to nothing.</summary>
    public static void DropNull(JsonObject of, string name)
    {
        if (of[name] is null)
            of.Remove(name);
    }

    /// <summary>
    /// Sets a phone, an address of mail or of the web; an empty one takes it away. A phone without a use is read as the home's,
    /// so it is written as that too; without a <paramref name="use"/> it is any of its kind. Of several it is the one
    /// that an import reads: the one of the lowest rank.
    /// </summary>
    public static void Contact(JsonObject resource, string system, string? use, string value)
    {
        var contacts = List(resource, "telecom");
        var known = contacts.OfType<JsonObject>()
            .Where(contact => Of(contact, "system") == system && Of(contact, "use") is not "old"
                && (use is null || Of(contact, "use") == use || (use == "home" && Of(contact, "use") is "")))
            .OrderBy(contact => contact["rank"] is JsonValue rank && rank.TryGetValue<int>(out var number) ? number : int.MaxValue)
            .FirstOrDefault();
        if (value.Length == 0)
        {
            if (known is not null)
                contacts.Remove(known);
            DropEmpty(resource, "telecom");
            return;
        }

        if (known is null)
        {
            known = new() { ["system"] = system, ["value"] = value };
            if (use is not null)
                known["use"] = use;
            contacts.Add(known);
        }

        known["value"] = value;
    }
}
