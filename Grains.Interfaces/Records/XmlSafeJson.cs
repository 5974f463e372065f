using System.Globalization;
using System.Text;
using System.Xml;

namespace Portal.Grains.Interfaces.Records;

/// <summary>JSON that is about to be written as XML, which has no place for some characters, not even as escapes.</summary>
public static class XmlSafeJson
{
    private const char Stand = '\uFFFD';

    /// <summary>The same JSON with the replacement character for each that XML 1.0 cannot hold.</summary>
    public static string Of(string json)
    {
        var next = FirstUnfit(json, 0);
        if (next < 0)
            return json;
        var text = new StringBuilder(json.Length);
        var copied = 0;
        while (next >= 0)
        {
            text.Append(json, copied, next - copied).Append(Stand);
            copied = next + LengthAt(json, next);
            next = FirstUnfit(json, copied);
        }

        return text.Append(json, copied, json.Length - copied).ToString();
    }

    private static int FirstUnfit(string json, int at)
    {
        while (at < json.Length)
        {
            var character = CharacterAt(json, at);
            var length = LengthAt(json, at);
            if (char.IsHighSurrogate(character) && at + length < json.Length && char.IsLowSurrogate(CharacterAt(json, at + length)))
                length += LengthAt(json, at + length);
            else if (!XmlConvert.IsXmlChar(character))
                return at;
            at += length;
        }

        return -1;
    }

    private static char CharacterAt(string json, int at) => json[at] is not '\\' || at + 1 == json.Length ? json[at] : json[at + 1] switch
    {
        'u' when int.TryParse(json.AsSpan(at + 2, Math.Min(4, json.Length - at - 2)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => (char)code,
        'b' => '\b',
        'f' => '\f',
        // Line ends, quotes and the like: XML has them.
        var other => other,
    };

    private static int LengthAt(string json, int at) => json[at] is not '\\' ? 1 : Math.Min(json.Length - at, at + 1 < json.Length && json[at + 1] is 'u' ? 6 : 2);
}
