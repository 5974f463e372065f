using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>A connection is never worth more than the access of the person who made it.</summary>
[Collection(DemoPortal.Name)]
public sealed class ConnectionTests(DemoPortal portal)
{
    private const string Lucas = "p1001";

    [Fact]
    public async Task Nobody_connects_an_app_to_the_record_of_a_stranger()
    {
        var app = await SmartApp.Register(portal);
        var emma = PortalUserId.ForPatient(DemoPerson.Emma);
        using var caller = CallerScope.Use(new Caller
        {
            Practice = SmartApp.Practice, Roles = Audience.Patient, UserId = emma, PatientId = DemoPerson.Emma,
        });

        var granted = await portal.Grain<IAppGrantsGrain>(SmartApp.Practice, emma).Grant(new("r1", app.Id, DemoPerson.Minh, "patient/*.rs", false));

        Assert.Equal("app.not_for_them", granted.Problems.Single().Code);
        await Assert.ThrowsAsync<AccessRefusedException>(() =>
            portal.Grain<IAppGrantsGrain>(SmartApp.Practice, PortalUserId.ForPatient(DemoPerson.Minh)).List());
    }

    [Fact]
    public async Task With_the_persons_access_all_connections_end_for_good()
    {
        var userName = await Access();
        var app = await SmartApp.Register(portal);
        var token = await app.Token(userName: userName);
        Assert.Equal(HttpStatusCode.OK, (await app.Read(token, $"Patient/{Lucas}")).Status);

        await AsSystem(() => portal.Grain<IPatientGrain>(SmartApp.Practice, Lucas).RemoveOnlineAccess("remove"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{Lucas}")).Status);
        await Access();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{Lucas}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
    }

    [Fact]
    public async Task Who_asks_what_a_token_is_worth_is_told_at_once_that_the_persons_access_has_ended()
    {
        var userName = await Access();
        var app = await SmartApp.Register(portal, new() { Name = "Server", Proof = AppProof.Secret, Redirects = [SmartApp.Redirect], Scopes = SmartApp.PatientScopes });
        var ask = new Dictionary<string, string> { ["token"] = (await app.Token(userName: userName))["access_token"]!.GetValue<string>() };
        var (_, before) = await app.Post("introspect", ask);

        await AsSystem(() => portal.Grain<IPatientGrain>(SmartApp.Practice, Lucas).RemoveOnlineAccess("remove-" + app.Id));
        var (_, after) = await app.Post("introspect", ask);

        Assert.True(before["active"]!.GetValue<bool>());
        Assert.False(after["active"]!.GetValue<bool>());
    }

    /// <summary>A token elsewhere than in the header is none, and nobody is answered as somebody else because of it.</summary>
    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer nothing")]
    public async Task A_token_in_the_address_opens_nothing_and_is_remembered_for_nobody(string header)
    {
        var app = await SmartApp.Register(portal);
        var token = (await app.Token())["access_token"]!.GetValue<string>();
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        using var shown = await http.GetAsync($"/demo/fhir/R4/Patient/{DemoPerson.Emma}?access_token={token}");
        using var after = await http.GetAsync($"/demo/fhir/R4/Patient/{DemoPerson.Emma}");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (shown.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Who_loses_the_sight_of_a_child_loses_the_connection_for_it()
    {
        var (child, guardian) = (Ulid.NewUlid().ToString().ToLowerInvariant(), DemoPerson.Emma);
        await Save(child, guardian);
        var app = await SmartApp.Register(portal);
        var token = await app.Token(change: fields => fields["Person"] = [child]);
        await Eventually.Holds(async () => (await app.Read(token, $"Patient/{child}")).Status is HttpStatusCode.OK, "the app reads the child's record");

        await Save(child, null);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Read(token, $"Patient/{child}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Post("token", app.Renew(token))).Status);
        var held = await AsSystem(() => portal.Grain<IAppGrantsGrain>(SmartApp.Practice, PortalUserId.ForPatient(guardian)).List());
        Assert.DoesNotContain(held, grant => grant.AppId == app.Id);
    }

    private static readonly Demographics _child = new() { FirstName = "Nora", LastName = "Nobody", BirthDate = new(2020, 5, 4) };

    private async Task Save(string id, string? guarantor)
    {
        using var desk = CallerScope.Use(new() { Practice = SmartApp.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" });
        var saved = await portal.Grain<IPatientGrain>(SmartApp.Practice, id)
            .Save(new(Ulid.NewUlid().ToString(), PatientStatus.Patient, _child, guarantor, [], null));
        Assert.Empty(saved.Problems);
    }

    private async Task<string> Access()
    {
        var id = Ulid.NewUlid().ToString().ToLowerInvariant();
        var issued = await AsSystem(() => portal.Grain<IPatientGrain>(SmartApp.Practice, Lucas).ProvideOnlineAccess(id));
        Assert.Empty(issued.Problems);
        var chosen = await AsSystem(() => portal.Grain<IPortalUserGrain>(SmartApp.Practice, PortalUserId.ForPatient(Lucas))
            .ChoosePassword(new() { RequestId = id + "-own", NewPassword = DemoSignIns.Password }));
        Assert.Empty(chosen.Problems);
        return issued.Value!.UserName;
    }

    private static async Task<T> AsSystem<T>(Func<Task<T>> call)
    {
        using var scope = CallerScope.Use(Caller.System(SmartApp.Practice));
        return await call();
    }
}
