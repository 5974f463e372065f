using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>Whether a document seems to be about a patient: the same birth date, family name and first given name, and no other sex.</summary>
public static class DocumentPerson
{
    /// <param name="document">What the document says of whom it is about.</param>
    /// <param name="name">The patient's name as the practice writes it.</param>
    /// <param name="birthDate">The patient's birth date.</param>
    /// <param name="record">The Patient of the record, if there is one: it knows other names too.</param>
    public static bool Is(ReceivedCcd document, string name, DateOnly? birthDate, JsonObject? record)
    {
        if (birthDate is not { } born || document.BirthDate != born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            return false;
        if (document.Sex.Length > 0 && record.Text("gender") is "male" or "female" && record.Text("gender") != document.Sex)
            return false;
        var theirs = (Letters(document.Given.FirstOrDefault() ?? ""), Letters(document.Family));
        return theirs is ({ Length: > 0 }, { Length: > 0 }) && NamesOf(name, record).Contains(theirs);
    }

    private static IEnumerable<(string Given, string Family)> NamesOf(string name, JsonObject? record)
    {
        if (name.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, .., var last])
            yield return (Letters(first), Letters(last));
        foreach (var known in record.Parts("name"))
        {
            foreach (var given in known.Texts("given"))
                yield return (Letters(given), Letters(known.Text("family")));
        }
    }

    /// <summary>The letters alone, small and without what is put onto them: O’Brien is OBRIEN, Müller is Muller.</summary>
    private static string Letters(string name) => string.Concat(UnicodeText.Normalized(name, NormalizationForm.FormD)
        .Where(char.IsLetter)
        .Select(char.ToLowerInvariant));
}
