using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Tests.Patients;

[Collection(SharedCluster.Name)]
public sealed class OnlineAccessTests(PortalCluster cluster)
{
    [Fact]
    public async Task Provided_access_issues_a_user_name_and_a_password_that_is_told_once()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        var requestId = PortalCluster.NewId();

        var issued = await practice.Provide("maria", requestId);
        var again = await practice.Provide("maria", requestId);

        PatientPractice.Require(issued);
        Assert.Equal(practice.Url, issued.Value!.PatientFacingUrl);
        Assert.NotEmpty(issued.Value.OneTimePassword);
        Assert.Equal(issued.Value with { OneTimePassword = "" }, again.Value);
        Assert.Equal(new(OnlineAccessState.Invited, "u-maria", issued.Value.UserName), await practice.Access("maria"));
        Assert.Equal(OnlineAccessState.Invited, (await practice.Standing("maria")).State);
    }

    [Fact]
    public async Task The_one_time_password_is_in_no_row()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        var issued = await practice.Provide("maria");

        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from grain_state where doc like '%{issued.Value!.OneTimePassword}%'";

        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Nothing_is_issued_while_something_is_missing_and_all_of_it_is_told()
    {
        var practice = await new PatientPractice(cluster).Built(url: "");
        await practice.Add("maria", PatientPractice.Command(PatientPractice.Person with { City = "", Email = "" }));

        var refused = await practice.Provide("maria");

        Assert.Equal(["access.url_missing", "access.city_missing", "access.email_missing"], PatientPractice.Codes(refused));
        Assert.Equal(OnlineAccessState.NoAccount, (await practice.Standing("maria")).State);
    }

    [Fact]
    public async Task A_patient_who_does_not_exist_gets_no_access()
    {
        var practice = await new PatientPractice(cluster).Built();

        Assert.Equal(["patient.unknown"], PatientPractice.Codes(await practice.Provide("nobody")));
    }

    [Fact]
    public async Task Removed_access_can_be_given_again_with_the_same_user_name()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        var first = (await practice.Provide("maria")).Value!;

        PatientPractice.Require(await PortalCluster.As(practice.Desk, () => practice.Grain("maria").RemoveOnlineAccess(PortalCluster.NewId())));
        Assert.Equal(OnlineAccessState.Removed, (await practice.Access("maria")).State);
        Assert.Equal(OnlineAccessState.Removed, (await practice.Standing("maria")).State);
        Assert.Null((await PortalCluster.As(practice.Desk, () => practice.Grain("maria").Card()))!.UserId);

        var second = (await practice.Provide("maria")).Value!;
        Assert.Equal(first.UserName, second.UserName);
        Assert.NotEqual(first.OneTimePassword, second.OneTimePassword);
    }

    [Fact]
    public async Task A_new_password_is_generated_only_for_those_who_have_access()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");

        Assert.Equal(["access.not_given"], PatientPractice.Codes(await Generate(practice)));
        var first = (await practice.Provide("maria")).Value!;
        var second = await Generate(practice);

        PatientPractice.Require(second);
        Assert.Equal(first.UserName, second.Value!.UserName);
        Assert.NotEqual(first.OneTimePassword, second.Value.OneTimePassword);
        Assert.Equal(["access.given"], PatientPractice.Codes(await practice.Provide("maria")));
    }

    [Fact]
    public async Task Remove_under_the_id_of_a_new_password_is_refused_and_nothing_is_said_to_be_removed()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        PatientPractice.Require(await practice.Provide("maria"));
        var requestId = PortalCluster.NewId();
        PatientPractice.Require(await PortalCluster.As(practice.Desk, () => practice.Grain("maria").GenerateNewPassword(requestId)));

        var removed = await PortalCluster.As(practice.Desk, () => practice.Grain("maria").RemoveOnlineAccess(requestId));

        Assert.Equal([Interfaces.Problem.RequestReused], PatientPractice.Codes(removed));
        Assert.Equal(OnlineAccessState.Invited, (await practice.Standing("maria")).State);
        Assert.Equal(OnlineAccessState.Invited, (await practice.Access("maria")).State);
    }

    [Fact]
    public async Task A_sign_in_that_was_issued_under_the_id_is_not_taken_for_closed()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        PatientPractice.Require(await practice.Provide("maria"));
        var requestId = PortalCluster.NewId();
        var user = cluster.Grain<IPortalUserGrain>(practice.Slug, PortalUserId.ForPatient("maria"));
        PatientPractice.Require(await PortalCluster.As(practice.System, () => user.Issue(new(requestId, "maria", "María", "María Álvarez"))));

        var removed = await PortalCluster.As(practice.Desk, () => practice.Grain("maria").RemoveOnlineAccess(requestId));

        Assert.Equal([Interfaces.Problem.RequestReused], PatientPractice.Codes(removed));
        Assert.Equal(OnlineAccessState.Invited, (await practice.Access("maria")).State);
    }

    [Fact]
    public async Task Access_is_active_once_an_own_password_is_chosen_and_invited_again_after_a_new_one()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        PatientPractice.Require(await practice.Provide("maria"));
        var user = cluster.Grain<IPortalUserGrain>(practice.Slug, PortalUserId.ForPatient("maria"));

        PatientPractice.Require(await PortalCluster.As(
            practice.Patient("maria"),
            () => user.ChoosePassword(new() { RequestId = PortalCluster.NewId(), NewPassword = "Kestrel-flies-42" })));

        await PortalCluster.Eventually(
            async () => (await practice.Access("maria")).State is OnlineAccessState.Active, "access is active");
        PatientPractice.Require(await Generate(practice));
        Assert.Equal(OnlineAccessState.Invited, (await practice.Access("maria")).State);
    }

    [Fact]
    public async Task A_late_notice_of_an_older_password_leaves_the_patient_invited()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        var first = (await practice.Provide("maria")).Value!;
        var second = (await Generate(practice)).Value!;

        await Notice(first);
        Assert.Equal(OnlineAccessState.Invited, (await practice.Access("maria")).State);
        await Notice(second);
        Assert.Equal(OnlineAccessState.Active, (await practice.Access("maria")).State);

        async Task Notice(IssuedSignIn used) => PatientPractice.Require(await PortalCluster.As(
            practice.System, () => practice.Grain("maria").AccessUsed(PortalCluster.NewId(), used.UserName, used.Issue)));
    }

    [Fact]
    public async Task Archiving_a_patient_closes_the_sign_in()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        PatientPractice.Require(await practice.Provide("maria"));

        await practice.Add("maria", PatientPractice.Command(status: PatientStatus.Archived));

        Assert.Equal(OnlineAccessState.Removed, (await practice.Access("maria")).State);
        await PortalCluster.Eventually(
            async () => (await practice.Standing("maria")).State is OnlineAccessState.Removed, "the sign-in is closed");
        Assert.Equal(["access.status"], PatientPractice.Codes(await practice.Provide("maria")));
    }

    [Fact]
    public async Task Patients_and_billing_do_not_give_access()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");
        var billing = practice.Desk with { Roles = Audience.Billing };

        foreach (var caller in new[] { practice.Patient("maria"), billing, practice.Integrator })
        {
            await Assert.ThrowsAsync<AccessRefusedException>(
                () => PortalCluster.As(caller, () => practice.Grain("maria").ProvideOnlineAccess(PortalCluster.NewId())));
        }
    }

    private static Task<Interfaces.Result<IssuedSignIn>> Generate(PatientPractice practice) =>
        PortalCluster.As(practice.Desk, () => practice.Grain("maria").GenerateNewPassword(PortalCluster.NewId()));
}
