using Hl7.Fhir.Model;

namespace Portal.WebFront.Records.Mapping;

/// <summary>Phones, mail and postal addresses as text.</summary>
internal static class Contacts
{
    /// <summary>The first contact of the kind that is still in use, by the order that the sender gave.</summary>
    public static string Value(IEnumerable<ContactPoint> contacts, ContactPoint.ContactPointSystem system) => contacts
        .Where(contact => contact.System == system && contact.Use is not ContactPoint.ContactPointUse.Old && contact.Value is { Length: > 0 })
        .OrderBy(contact => contact.Rank ?? int.MaxValue)
        .Select(contact => contact.Value)
        .FirstOrDefault() ?? "";

    /// <summary>Where the person lives: the home first, never an old address, and one with an end only where there is no other.</summary>
    public static Address? Current(IEnumerable<Address> addresses) => addresses
        .Where(address => address.Use is not Address.AddressUse.Old)
        .OrderBy(address => string.IsNullOrEmpty(address.Period?.End) ? 0 : 1)
        .ThenBy(address => address.Use switch { Address.AddressUse.Home => 0, Address.AddressUse.Billing => 2, _ => 1 })
        .FirstOrDefault();

    public static string OneLine(Address? address)
    {
        if (address is null)
            return "";
        var town = string.Join(' ', new[] { Regions.State(address.State), address.PostalCode }.Where(part => !string.IsNullOrEmpty(part)));
        var parts = string.Join(", ", address.Line.Append(address.City).Append(town).Where(part => !string.IsNullOrWhiteSpace(part)));
        return parts.Length > 0 ? parts : address.Text ?? "";
    }
}
