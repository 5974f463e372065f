using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Grains.Interfaces;

namespace Portal.Grains;

/// <summary>Collects everything that is wrong with the fields of one command, so that a person sees it all at once.</summary>
internal sealed partial class FieldChecks(string feature)
{
    private const int FewestPhoneDigits = 7;
    private const int MostPhoneDigits = 20;
    private const int LongestId = 64;
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    public ImmutableArray<Problem> Problems => _problems.ToImmutable();

    /// <summary>As it is stored: without space around it, in one Unicode form.</summary>
    public static string Tidy(string? text)
    {
        var trimmed = (text ?? "").Trim();
        return UnicodeText.IsSound(trimmed) ? trimmed.Normalize(NormalizationForm.FormC) : trimmed;
    }

    /// <summary>Whether the text can stand in keys and addresses: the ids of FHIR.</summary>
    public static bool IsId(string? text) => text is not null && text.Length <= LongestId && IdPattern().IsMatch(text);

    public void Refuse(string reason, string message, string? field = null) =>
        _problems.Add(new($"{feature}.{reason}", message, field));

    public void Id(string? text, string field)
    {
        if (!IsId(text))
            Refuse($"{Code(field)}_invalid", $"An id has 1 to {LongestId} letters, digits, hyphens and dots.", field);
    }

    /// <param name="text">Tidied.</param>
    /// <param name="field">The name of the input.</param>
    /// <param name="label">The field within a sentence: <c>the name</c>.</param>
    /// <param name="limit">Characters that are allowed.</param>
    /// <param name="required">Whether it may not be empty.</param>
    /// <returns>Whether there is a sound text.</returns>
    public bool Text(string text, string field, string label, int limit, bool required = false)
    {
        if (text.Length == 0 && required)
            Refuse($"{Code(field)}_missing", $"Enter {label}.", field);
        else if (text.Length > limit)
            Refuse($"{Code(field)}_too_long", string.Create(CultureInfo.InvariantCulture, $"{Sentence(label)} may have at most {limit} characters."), field);
        else if (!UnicodeText.IsSound(text) || text.Any(char.IsControl))
            Refuse($"{Code(field)}_invalid", $"{Sentence(label)} has a character that cannot be stored. Type it again.", field);
        else
            return text.Length > 0;
        return false;
    }

    public void Email(string text, string field, string label, int limit)
    {
        if (Text(text, field, label, limit) && !EmailPattern().IsMatch(text))
            Refuse($"{Code(field)}_invalid", $"{Sentence(label)} must look like name@example.com.", field);
    }

    public void Phone(string text, string field, string label, int limit)
    {
        if (!Text(text, field, label, limit))
            return;
        var digits = text.Count(char.IsAsciiDigit);
        if (!PhonePattern().IsMatch(text) || digits is < FewestPhoneDigits or > MostPhoneDigits)
            Refuse($"{Code(field)}_invalid", $"{Sentence(label)} must have at least {FewestPhoneDigits} digits and no words.", field);
    }

    private static string Code(string field) =>
        string.Concat(field.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Sentence(string label) => char.ToUpperInvariant(label[0]) + label[1..];

    [GeneratedRegex(@"^[A-Za-z0-9.\-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[^\s@""<>(),;:\\]+@[^\s@""<>(),;:\\.]+(\.[^\s@""<>(),;:\\.]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^\+?[0-9 ()./\-]+( ?(x|ext\.?) ?[0-9]{1,6})?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PhonePattern();
}
