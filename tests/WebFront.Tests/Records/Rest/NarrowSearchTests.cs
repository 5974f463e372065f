using System.Net;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>Whatever is wrong with a search, it never finds more than was asked for.</summary>
public sealed class NarrowSearchTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    private const string Fhir = $"/{BridgePortal.Practice}/fhir/R4/";
    private readonly string _id = BridgePortal.NewId();

    /// <summary>Left out as unknown it would take the right one with it.</summary>
    [Theory]
    [InlineData("Condition", "Patient", "patient")]
    [InlineData("Patient", "_ID", "_id")]
    [InlineData("Condition", "Patient:Patient", "patient")]
    public async Task A_name_in_other_letters_is_refused_in_a_form(string type, string wrong, string right)
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id)));
        using var http = portal.Bridge();
        using var form = new FormUrlEncodedContent([new(wrong, _id), new(right, _id)]);

        using var answer = await http.PostAsync($"{Fhir}{type}/_search", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"write {right}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
