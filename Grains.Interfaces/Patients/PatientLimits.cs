namespace Portal.Grains.Interfaces.Patients;

/// <summary>How much a patient's document may hold.</summary>
public static class PatientLimits
{
    /// <summary>Characters of one name.</summary>
    public const int Name = 80;

    /// <summary>Characters of one line of the address, and of the town.</summary>
    public const int AddressLine = 120;

    /// <summary>Characters of the state. Two are needed before access can be given to somebody in the US.</summary>
    public const int State = 40;

    /// <summary>Characters of the postal code.</summary>
    public const int PostalCode = 16;

    /// <summary>Characters of a phone number.</summary>
    public const int Phone = 40;

    /// <summary>Characters of an e-mail address.</summary>
    public const int Email = 254;

    /// <summary>Characters of a language tag.</summary>
    public const int Language = 35;

    /// <summary>Responsible parties and guardians of one patient. Each has an index of its own.</summary>
    public const int Representatives = 4;

    /// <summary>The first year that a birth date may be in.</summary>
    public const int FirstBirthYear = 1880;

    /// <summary>Characters of a search that are looked at.</summary>
    public const int SearchText = 100;
}
