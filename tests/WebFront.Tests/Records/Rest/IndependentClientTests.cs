namespace Portal.WebFront.Tests.Records.Rest;

[Collection(SharedChecks.Name)]
public sealed class IndependentClientTests(SyntheaPortal portal, IndependentChecks checks) : IClassFixture<SyntheaPortal>
{
    [Fact]
    public async Task The_address_behaves_as_a_fhir_server_does()
    {
        var told = await checks.Check("01-rest.mjs", Whom(SyntheaPortal.PatientId));

        told.PassesBut(Excused.MayWrite, Excused.MaySeeAll);
    }

    [Theory]
    [InlineData(SyntheaPortal.PatientId)]
    [InlineData("d0368972-8517-4623-907e-920b04f003b6")]
    [InlineData("1f456f0a-acb1-4728-82af-01ca57083c7b")]
    [InlineData("148f10e1-2182-4297-ac1f-39bb9eca6f1a")]
    [InlineData("79c96478-7878-4703-9e94-b999f2bc3295")]
    public async Task Independent_clients_pull_the_whole_record(string patientId)
    {
        var told = await checks.Check("03-everything-summary.mjs", Whom(patientId));

        told.PassesBut(
            new("WARN", "meta.profile claimed", "Synthea's resources claim none, and come out as they went in."),
            new("FAIL", "CarePlan.category [required] slice AssessPlan", "Synthea made it before US Core 6.1.0."),
            new("FAIL", "Condition [required] missing category", "Synthea made it before US Core 6.1.0."),
            new("FAIL", "Practitioner.identifier[0] [us-core-16]", "Synthea's provider numbers are invented."));
        Assert.Equal(1, told.Passed("client-05"));
        Assert.Equal(1, told.Passed("ips Bundle conforms to Bundle-uv-ips"));
    }

    private string[] Whom(string patientId) => ["--base", portal.Address + SyntheaPortal.FhirBase[1..], "--token", SyntheaPortal.Token, "--patient", patientId];
}
