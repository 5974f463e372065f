using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Portal.Browser.Tests.Smart;

/// <summary>An app of somebody else: two pages with the npm package fhirclient, at an address of their own.</summary>
public sealed class FhirClientPage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-fhirclient-").FullName;
    private WebApplication _app = null!;

    public string Address { get; private set; } = "";

    /// <summary>Where it starts, once it is registered.</summary>
    public string LaunchAddress(string clientId, string fhir) =>
        $"{Address}/launch?client={Uri.EscapeDataString(clientId)}&fhir={Uri.EscapeDataString(fhir)}";

    public async Task InitializeAsync()
    {
        await Install();
        var builder = WebApplication.CreateSlimBuilder();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        var script = await File.ReadAllTextAsync(Path.Combine(_folder, "node_modules", "fhirclient", "build", "fhir-client.js"));
        _app.MapGet("/fhir-client.js", () => Results.Text(script, "text/javascript"));
        _app.MapGet("/launch", (string client, string fhir) => Page($$"""
            FHIR.oauth2.authorize({ clientId: {{Text(client)}}, iss: {{Text(fhir)}}, redirectUri: '/done',
                scope: 'launch/patient openid fhirUser offline_access patient/*.rs', pkceMode: 'required' });
            """));
        _app.MapGet("/done", () => Page("""
            FHIR.oauth2.ready().then(async client => {
                const patient = await client.patient.read();
                const allergies = await client.request('AllergyIntolerance?patient=' + client.patient.id, { flat: true, pageLimit: 0 });
                document.getElementById('out').textContent = 'Read ' + patient.name[0].family + ', ' + allergies.length + ' allergies, ' + client.user.fhirUser;
            }).catch(fault => { document.getElementById('out').textContent = 'Fault ' + fault; });
            """));
        await _app.StartAsync();
        Address = _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static IResult Page(string script) => Results.Content(
        $"<!DOCTYPE html><html lang=en><title>App</title><link rel=icon href='data:,'><p id=out>Waiting</p><script src=/fhir-client.js></script><script>{script}</script>", "text/html");

    private static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);

    private async Task Install()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{"private":true,"dependencies":{"fhirclient":"2.6.3"}}""");
        using var npm = Process.Start(new ProcessStartInfo(
            "npm", ["install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
        })!;
        var errors = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, errors);
    }
}
