using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Who works at the practice without being one of its providers, as a FHIR Practitioner: R4 counts receptionists among them.
/// Apps of the staff are told by it who has opened them. It is for the practice only: its patients learn who works there
/// from the providers and the inboxes.
/// </summary>
internal static class StaffReflection
{
    public static StaffMember? Find(PracticeView practice, string id) =>
        practice.Staff.FirstOrDefault(member => member.ProviderId is null && StaffPractitioner.IdOf(member.UserId) == id);

    public static bool Is(HeldResource resource, string practice) => resource.Type == RosterChanges.Practitioner
        && resource.Values(SearchParameters.Find(resource.Type, "identifier")!).OfType<IndexedToken>().Any(token => token.System == SystemOf(practice));

    public static JsonObject Identifier(string practice, string id) => new() { ["system"] = SystemOf(practice), ["value"] = id };

    /// <returns>False for somebody who has gone before anything was written.</returns>
    public static bool Apply(JsonObject resource, StaffMember? member)
    {
        resource["active"] = member is not null;
        if (member is null)
            return resource["name"] is not null;
        var name = Elements.First(resource, "name", _ => true);
        if (name is null)
            Elements.List(resource, "name").Add(name = []);
        ShownName.Write(name, member.Name);
        return true;
    }

    private static string SystemOf(string practice) => $"urn:portal:{practice}:staff";
}
