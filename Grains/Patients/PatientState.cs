using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

public sealed record PatientState : DocumentState
{
    public PatientStatus Status { get; init; }
    public Demographics Demographics { get; init; } = new();

    /// <summary>The own id when the patient pays; empty only before the first save.</summary>
    public string GuarantorId { get; init; } = "";
    public ImmutableArray<Representative> Representatives { get; init; } = [];
    public string? PrimaryProviderId { get; init; }
    public PatientPreferences Preferences { get; init; } = new();
    public OnlineAccess Access { get; init; } = new(OnlineAccessState.NoAccount);

    /// <summary>The one-time password that <see cref="Access"/> is about; notices of an older one come late.</summary>
    public int AccessIssue { get; init; }

    /// <summary>What the indexes of the directory are over.</summary>
    public SearchKeys Search { get; init; } = new();
}

/// <summary>Names, phones and e-mail as they are compared in a search. Absent ones are in no index.</summary>
public sealed record SearchKeys
{
    public string Last { get; init; } = "";
    public string First { get; init; } = "";
    public string? Preferred { get; init; }
    public string? Email { get; init; }
    public string? Home { get; init; }
    public string? Mobile { get; init; }
    public string? Work { get; init; }

    /// <summary>The digits from last to first, so that an index finds the last four.</summary>
    public string? HomeEnd { get; init; }
    public string? MobileEnd { get; init; }
    public string? WorkEnd { get; init; }

    public static SearchKeys Of(Demographics person)
    {
        var home = Absent(SearchText.Digits(person.HomePhone));
        var mobile = Absent(SearchText.Digits(person.WirelessPhone));
        var work = Absent(SearchText.Digits(person.WorkPhone));
        return new()
        {
            Last = SearchText.Fold(person.LastName),
            First = SearchText.Fold(person.FirstName),
            Preferred = Absent(SearchText.Fold(person.PreferredName)),
            Email = Absent(person.Email.ToLowerInvariant()),
            Home = home,
            Mobile = mobile,
            Work = work,
            HomeEnd = SearchText.Reverse(home),
            MobileEnd = SearchText.Reverse(mobile),
            WorkEnd = SearchText.Reverse(work),
        };
    }

    private static string? Absent(string text) => text.Length == 0 ? null : text;
}
