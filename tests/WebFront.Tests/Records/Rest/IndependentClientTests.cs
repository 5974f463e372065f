namespace Portal.WebFront.Tests.Records.Rest;

[Collection(SharedChecks.Name)]
public sealed class IndependentClientTests(SyntheaPortal portal, IndependentChecks checks) : IClassFixture<SyntheaPortal>
{
    /// <summary>Faults of the data, which Synthea made before US Core 6.1.0: they come out as they went in.</summary>
    private static readonly string[] _faultsOfTheData =
    [
        "CarePlan.category [required] slice AssessPlan", "Condition [required] missing category", "Practitioner.identifier[0] [us-core-16]",
    ];

    [Fact]
    public async Task The_address_behaves_as_a_fhir_server_does()
    {
        var (failures, output) = await checks.Check("01-rest.mjs", [.. Whom, "--verbose"]);

        Assert.Empty(failures);
        Assert.Contains("PASS  SHALL  rest-32", output, StringComparison.Ordinal);
        // Of another patient nothing is to be kept from a program of the practice.
        Assert.StartsWith("SKIP  SHALL  rest-50", Assert.Single(output.Split('\n'), line => line.StartsWith("SKIP", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Independent_clients_pull_the_whole_record()
    {
        var (failures, output) = await checks.Check("03-everything-summary.mjs", [.. Whom, "--verbose"]);

        IndependentChecks.FailsOnly(_faultsOfTheData, failures);
        Assert.Contains("PASS  SHALL  client-05", output, StringComparison.Ordinal);
        Assert.Contains("PASS  SHALL  ips Bundle conforms to Bundle-uv-ips", output, StringComparison.Ordinal);
    }

    private string[] Whom => ["--base", portal.Address + SyntheaPortal.FhirBase[1..], "--token", SyntheaPortal.Token, "--patient", SyntheaPortal.PatientId];
}
