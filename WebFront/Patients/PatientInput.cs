using System.Globalization;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Patients;

/// <summary>The fields of a patient's form; their names are those of the problems that the grain tells.</summary>
public sealed class PatientInput
{
    public PatientStatus Status { get; set; }

    public string? FirstName { get; set; }

    public string? MiddleName { get; set; }

    public string? LastName { get; set; }

    public string? PreferredName { get; set; }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? BirthDate { get; set; }

    public Gender Gender { get; set; }

    public string? AddressLine1 { get; set; }

    public string? AddressLine2 { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? PostalCode { get; set; }

    public string? Country { get; set; } = "US";

    public string? WirelessPhone { get; set; }

    public string? HomePhone { get; set; }

    public string? WorkPhone { get; set; }

    public string? Email { get; set; }

    public string? Language { get; set; } = "en";

    public string? PrimaryProviderId { get; set; }

    /// <summary>What is no day is one on which nobody was born, so that the rules tell it with all else that is wrong.</summary>
    private DateOnly? Born => string.IsNullOrWhiteSpace(BirthDate) ? null
        : DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : DateOnly.MinValue;

    public static PatientInput Of(PatientView view)
    {
        var person = view.Demographics;
        return new()
        {
            Status = view.Status,
            FirstName = person.FirstName,
            MiddleName = person.MiddleName,
            LastName = person.LastName,
            PreferredName = person.PreferredName,
            BirthDate = person.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Gender = person.Gender,
            AddressLine1 = person.AddressLine1,
            AddressLine2 = person.AddressLine2,
            City = person.City,
            State = person.State,
            PostalCode = person.PostalCode,
            Country = person.Country,
            WirelessPhone = person.WirelessPhone,
            HomePhone = person.HomePhone,
            WorkPhone = person.WorkPhone,
            Email = person.Email,
            Language = person.Language,
            PrimaryProviderId = view.PrimaryProviderId,
        };
    }

    public Demographics ToDemographics() => new()
    {
        FirstName = FirstName ?? "",
        MiddleName = MiddleName ?? "",
        LastName = LastName ?? "",
        PreferredName = PreferredName ?? "",
        BirthDate = Born,
        Gender = Gender,
        AddressLine1 = AddressLine1 ?? "",
        AddressLine2 = AddressLine2 ?? "",
        City = City ?? "",
        State = State ?? "",
        PostalCode = PostalCode ?? "",
        Country = Country ?? "",
        WirelessPhone = WirelessPhone ?? "",
        HomePhone = HomePhone ?? "",
        WorkPhone = WorkPhone ?? "",
        Email = Email ?? "",
        Language = Language ?? "",
    };
}
