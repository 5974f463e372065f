namespace Portal.WebFront.Tests.Records.Rest;

public sealed class IndependentClientTests(SyntheaPortal portal, IndependentChecks checks) : IClassFixture<SyntheaPortal>, IClassFixture<IndependentChecks>
{
    /// <summary>Operations that are still to be built.</summary>
    private static readonly string[] _missing = ["ips_summary_operation_return_bundle"];

    [Fact]
    public async Task The_address_behaves_as_a_fhir_server_does()
    {
        var (failures, output) = await checks.Check("01-rest.mjs", [.. Whom, "--verbose"]);

        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.Contains("PASS  SHALL  rest-32", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Independent_clients_pull_the_whole_record()
    {
        var (failures, output) = await checks.Check("03-everything-summary.mjs", [.. Whom, "--verbose"]);

        var ours = failures.Where(line => !line.Contains("validate ", StringComparison.Ordinal) && !_missing.Any(missing => line.Contains(missing, StringComparison.Ordinal)));
        Assert.True(!ours.Any(), string.Join('\n', failures));
        Assert.Contains("PASS  SHALL  client-05", output, StringComparison.Ordinal);
    }

    private string[] Whom => ["--base", portal.Address + SyntheaPortal.FhirBase[1..], "--token", SyntheaPortal.Token, "--patient", SyntheaPortal.PatientId];
}
