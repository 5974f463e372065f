using System.Text;
using Portal.WebFront.Records.Ccd.Received;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>When a problem of another office's document ended.</summary>
public sealed class ReceivedEndsTests
{
    [Theory]
    [InlineData("20130703", "20140814", "until Aug 14, 2014", "2014-08-14")]
    [InlineData("20130703", "2013", "until 2013", "2013")]
    [InlineData("20130703", "20080814", "until Aug 14, 2008", null)]
    public void An_end_is_shown_and_one_before_the_beginning_is_not_taken_over(string low, string high, string words, string? end)
    {
        var read = ReceivedCcd.Read(
            Encoding.UTF8.GetBytes($"""
            <ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><code code="11450-4"/><entry>
            <observation moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/><statusCode code="completed"/>
            <effectiveTime><low value="{low}"/><high value="{high}"/></effectiveTime>
            <value code="233604007" codeSystem="2.16.840.1.113883.6.96" displayName="Pneumonia"/></observation>
            </entry></section></component></structuredBody></component></ClinicalDocument>
            """),
            new(2026, 11, 28))!;

        var item = Assert.Single(read.Items);
        Assert.Contains(words, item.Detail, StringComparison.Ordinal);
        Assert.Equal(end, (string?)item.Resource["abatementDateTime"]);
        Assert.Equal("since Jul 3, 2013", ReceivedWords.When(item));
        Assert.Equal("2013-07-03", (string?)item.Resource["onsetDateTime"]);
    }
}
