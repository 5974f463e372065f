using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Tests.Patients;

namespace Portal.Grains.Tests.Practices;

[Collection(SharedCluster.Name)]
public sealed class PracticeTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_practice_that_was_never_saved_is_none()
    {
        var practice = new PatientPractice(cluster);

        await PortalCluster.As(practice.System, async () =>
        {
            Assert.Null(await practice.Practice.Card());
            Assert.Null(await practice.Practice.View());
            Assert.Equal(new(), await practice.Practice.Policies());
        });
    }

    [Fact]
    public async Task A_visitor_sees_the_card_and_not_the_practice()
    {
        var practice = await new PatientPractice(cluster).Built();
        var visitor = Caller.Visitor(practice.Slug);

        Assert.Equal("Test Dental", (await PortalCluster.As(visitor, () => practice.Practice.Card()))!.Name);
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(visitor, () => practice.Practice.View()));
    }

    [Fact]
    public async Task Patients_see_the_practice_without_its_staff()
    {
        var practice = await new PatientPractice(cluster).Built();
        await Save(practice, new("ada", "Ada Admin", Audience.Administrator, null, []));

        var seenByPatient = await PortalCluster.As(practice.Patient("maria"), () => practice.Practice.View());
        var seenByStaff = await PortalCluster.As(practice.Desk, () => practice.Practice.View());

        Assert.Empty(seenByPatient!.Staff);
        Assert.Equal("raman", Assert.Single(seenByPatient.Providers).Id);
        Assert.Equal("ada", Assert.Single(seenByStaff!.Staff).UserId);
    }

    [Fact]
    public async Task Only_administrators_change_the_practice()
    {
        var practice = await new PatientPractice(cluster).Built();
        var card = new PracticeCard { Slug = practice.Slug, Name = "Renamed" };

        await Assert.ThrowsAsync<AccessRefusedException>(
            () => PortalCluster.As(practice.Desk, () => practice.Practice.SaveProfile(new(PortalCluster.NewId(), card))));
        await Assert.ThrowsAsync<AccessRefusedException>(
            () => PortalCluster.As(practice.Desk, () => practice.Practice.SetPolicies(new(PortalCluster.NewId(), new()))));
    }

    [Fact]
    public async Task Every_practice_is_listed_by_name()
    {
        var practice = await new PatientPractice(cluster).Built();
        var directory = cluster.Client.GetGrain<IPracticeDirectoryGrain>(IPracticeDirectoryGrain.Key);

        var listed = await PortalCluster.As(Caller.Visitor(GrainKey.Platform), directory.List);

        Assert.Contains(listed, card => card.Slug == practice.Slug && card.PatientFacingUrl == practice.Url);
        Assert.Equal(listed.Select(card => card.Name).Order(StringComparer.Ordinal), listed.Select(card => card.Name));
    }

    [Fact]
    public async Task A_sign_in_follows_its_member_of_the_staff()
    {
        var practice = await new PatientPractice(cluster).Built();
        await Save(practice, new("ada", "Ada Admin", Audience.Administrator, null, []));
        await Save(practice, new("ben", "Ben Desk", Audience.FrontDesk, null, ["front-desk"]));
        var user = cluster.Grain<IPortalUserGrain>(practice.Slug, "ben");
        var session = await SignIn(practice, user);

        await Save(practice, new("ben", "Dr. Ben", Audience.Provider, "raman", []));

        await PortalCluster.Eventually(
            async () => await PortalCluster.As(practice.System, () => user.Session(session)) is
                { Roles: Audience.Provider, ProviderId: "raman", Name: "Dr. Ben" },
            "the open session has the new role");
        PatientPractice.Require(await PortalCluster.As(practice.System, () => practice.Practice.RemoveStaffMember(PortalCluster.NewId(), "ben")));
        await PortalCluster.Eventually(
            async () => await PortalCluster.As(practice.System, () => user.Session(session)) is null, "the session has ended");
    }

    private static async Task<string> SignIn(PatientPractice practice, IPortalUserGrain user) =>
        await PortalCluster.As(practice.System, async () =>
        {
            PatientPractice.Require(await user.ProvisionStaff(new()
            {
                RequestId = PortalCluster.NewId(),
                UserName = $"ben-{practice.Slug}",
                Name = "Ben Desk",
                Roles = Audience.FrontDesk,
            }));
            var account = await user.Account();
            return (await user.RecordAttempt(new(account!.PasswordHash, Matched: true, "Firefox")))!.SessionId;
        });

    private static async Task Save(PatientPractice practice, StaffMember member) =>
        PatientPractice.Require(await PortalCluster.As(
            practice.System, () => practice.Practice.SaveStaffMember(new(PortalCluster.NewId(), member))));
}
