using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Tests.Patients;

[Collection(SharedCluster.Name)]
public sealed class PatientTests(PortalCluster cluster)
{
    [Fact]
    public async Task A_saved_patient_is_seen_by_staff_as_it_was_saved()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");

        var saved = await practice.Save("maria", PatientPractice.Command(guarantor: "payer", provider: "raman"));
        var view = await PortalCluster.As(practice.Desk, () => practice.Grain("maria").View());

        Assert.Equal(Saved.Created, saved.Value);
        Assert.Equal(PatientPractice.Person, view!.Demographics);
        Assert.Equal(("payer", "raman"), (view.GuarantorId, view.PrimaryProviderId));
        Assert.Equal(OnlineAccessState.NoAccount, view.Access.State);
    }

    [Fact]
    public async Task The_same_save_again_changes_nothing_and_a_repeated_request_gives_the_same_answer()
    {
        var practice = await new PatientPractice(cluster).Built();
        var command = PatientPractice.Command();

        Assert.Equal(Saved.Created, (await practice.Save("maria", command)).Value);
        Assert.Equal(Saved.Created, (await practice.Save("maria", command)).Value);
        Assert.Equal(Saved.Unchanged, (await practice.Save("maria", PatientPractice.Command())).Value);
        Assert.Equal(Saved.Updated, (await practice.Save("maria", PatientPractice.Command(PatientPractice.Person with { City = "Chicago" }))).Value);
    }

    [Fact]
    public async Task What_a_save_refers_to_must_exist()
    {
        var practice = await new PatientPractice(cluster).Built();

        var refused = await practice.Save("maria", PatientPractice.Command(
            guarantor: "nobody", provider: "nobody", representatives: new Representative("ghost", RepresentativeKind.Guardian)));

        Assert.Equal(
            ["patient.guarantor_unknown", "patient.representative_unknown", "patient.provider_unknown"],
            PatientPractice.Codes(refused));
        Assert.Null(await PortalCluster.As(practice.Desk, () => practice.Grain("maria").View()));
    }

    [Fact]
    public async Task A_family_has_one_level()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");
        await practice.Add("child", PatientPractice.Command(guarantor: "payer"));
        await practice.Add("other");

        Assert.Equal(
            ["patient.guarantor_is_dependant"],
            PatientPractice.Codes(await practice.Save("maria", PatientPractice.Command(guarantor: "child"))));
        Assert.Equal(
            ["patient.pays_for_others"],
            PatientPractice.Codes(await practice.Save("payer", PatientPractice.Command(guarantor: "other"))));
        PatientPractice.Require(await practice.Save("child", PatientPractice.Command()));
        PatientPractice.Require(await practice.Save("payer", PatientPractice.Command(guarantor: "other")));
    }

    [Fact]
    public async Task Two_who_name_each_other_guarantor_at_the_same_moment_do_not_both_get_their_way()
    {
        var practice = await new PatientPractice(cluster).Built();
        for (var round = 0; round < 20; round++)
        {
            var (one, other) = ($"one-{round}", $"other-{round}");
            await practice.Add(one);
            await practice.Add(other);

            await Task.WhenAll(
                practice.Save(one, PatientPractice.Command(guarantor: other)),
                practice.Save(other, PatientPractice.Command(guarantor: one)));

            await HasOneLevel(practice, one, other);
        }
    }

    [Fact]
    public async Task A_guarantor_who_gets_a_guarantor_at_the_same_moment_gets_no_dependant_or_stays()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");
        for (var round = 0; round < 20; round++)
        {
            var (child, parent) = ($"child-{round}", $"parent-{round}");
            await practice.Add(child);
            await practice.Add(parent);

            await Task.WhenAll(
                practice.Save(child, PatientPractice.Command(guarantor: parent)),
                practice.Save(parent, PatientPractice.Command(guarantor: "payer")));

            await HasOneLevel(practice, child, parent);
        }
    }

    [Fact]
    public async Task After_a_refusal_either_may_become_the_guarantor()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("one");
        await practice.Add("other");
        Assert.NotEmpty((await practice.Save("one", PatientPractice.Command(guarantor: "other", provider: "nobody"))).Problems);

        await PortalCluster.Eventually(
            async () => (await practice.Save("other", PatientPractice.Command(guarantor: "one"))).Succeeded, "the promise is over");
    }

    [Fact]
    public async Task An_integrator_saves_and_sees_patients()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");

        PatientPractice.Require(await PortalCluster.As(
            practice.Integrator, () => practice.Grain("maria").Save(PatientPractice.Command(guarantor: "payer", provider: "raman"))));
        Assert.NotNull(await PortalCluster.As(practice.Integrator, () => practice.Grain("maria").View()));
    }

    [Theory]
    [InlineData("maria", true, true)]
    [InlineData("payer", true, false)]
    [InlineData("guardian", true, true)]
    [InlineData("responsible", true, true)]
    [InlineData("sibling", false, false)]
    public async Task Who_sees_a_patient(string viewer, bool withTheFamilySwitch, bool withoutIt)
    {
        var practice = await new PatientPractice(cluster).Built();
        foreach (var id in new[] { "payer", "guardian", "responsible" })
            await practice.Add(id);
        await practice.Add("sibling", PatientPractice.Command(guarantor: "payer"));
        await practice.Add("maria", PatientPractice.Command(
            guarantor: "payer",
            representatives: [new("guardian", RepresentativeKind.Guardian), new("responsible", RepresentativeKind.ResponsibleParty)]));

        await Expect(withTheFamilySwitch);
        PatientPractice.Require(await PortalCluster.As(
            practice.System, () => practice.Practice.SetPolicies(new(PortalCluster.NewId(), new() { GuarantorSeesFamily = false }))));
        await Expect(withoutIt);

        async Task Expect(bool seen) => await PortalCluster.As(practice.Patient(viewer), async () =>
        {
            Assert.Equal(seen, await practice.Grain("maria").View() is not null);
            Assert.Equal(seen, await practice.Grain("maria").Card() is not null);
            Assert.Equal(seen, await practice.Grain("maria").MayBeSeenBy(viewer));
            Assert.Equal(seen, (await practice.Directory.VisibleTo(viewer)).Any(card => card.Id == "maria"));
        });
    }

    [Theory]
    [InlineData(PatientStatus.Archived)]
    [InlineData(PatientStatus.Deleted)]
    [InlineData(PatientStatus.Deceased)]
    [InlineData(PatientStatus.Prospective)]
    public async Task A_patient_of_a_hidden_status_is_seen_by_staff_only(PatientStatus status)
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria", PatientPractice.Command(status: status));

        Assert.Null(await PortalCluster.As(practice.Patient("maria"), () => practice.Grain("maria").View()));
        Assert.Empty(await PortalCluster.As(practice.Patient("maria"), () => practice.Directory.VisibleTo("maria")));
        Assert.Equal(status, (await PortalCluster.As(practice.Desk, () => practice.Grain("maria").View()))!.Status);
    }

    [Fact]
    public async Task A_patient_asks_about_the_own_sight_only()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");
        await practice.Add("child", PatientPractice.Command(guarantor: "payer"));

        await PortalCluster.As(practice.Patient("stranger"), async () =>
        {
            Assert.False(await practice.Grain("child").MayBeSeenBy("payer"));
            Assert.Empty(await practice.Directory.VisibleTo("payer"));
        });
    }

    [Fact]
    public async Task Wishes_are_changed_by_their_own_person_or_by_staff()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("payer");
        await practice.Add("maria", PatientPractice.Command(guarantor: "payer"));
        var quiet = new PatientPreferences { EmailOnMessage = false };

        var byGuarantor = await PortalCluster.As(practice.Patient("payer"), () => practice.Grain("maria").SavePreferences(new(PortalCluster.NewId(), quiet)));
        var bySelf = await PortalCluster.As(practice.Patient("maria"), () => practice.Grain("maria").SavePreferences(new(PortalCluster.NewId(), quiet)));

        Assert.Equal(["patient.unknown"], PatientPractice.Codes(byGuarantor));
        PatientPractice.Require(bySelf);
        Assert.False((await PortalCluster.As(practice.Desk, () => practice.Grain("maria").View()))!.Preferences.EmailOnMessage);
        PatientPractice.Require(await PortalCluster.As(practice.Desk, () => practice.Grain("maria").SavePreferences(new(PortalCluster.NewId(), new()))));
    }

    [Fact]
    public async Task Another_practice_gets_nothing()
    {
        var practice = await new PatientPractice(cluster).Built();
        var other = await new PatientPractice(cluster).Built();
        await practice.Add("maria");

        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(other.Desk, () => practice.Grain("maria").View()));
        await Assert.ThrowsAsync<AccessRefusedException>(() => PortalCluster.As(other.System, () => practice.Directory.Search(new("", null))));
        Assert.Empty((await PortalCluster.As(other.Desk, () => other.Directory.Search(new("", null)))).Rows);
    }

    [Fact]
    public async Task Patients_do_not_search_the_directory()
    {
        var practice = await new PatientPractice(cluster).Built();

        await Assert.ThrowsAsync<AccessRefusedException>(
            () => PortalCluster.As(practice.Patient("maria"), () => practice.Directory.Search(new("", null))));
    }

    [Fact]
    public async Task A_new_patient_is_found_at_once()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("maria");

        var page = await PortalCluster.As(practice.Desk, () => practice.Directory.Search(new("alvarez, m", null)));

        Assert.Equal("maria", Assert.Single(page.Rows).Id);
    }

    private static async Task HasOneLevel(PatientPractice practice, params string[] ids)
    {
        foreach (var id in ids)
        {
            var guarantor = await Guarantor(practice, id);
            Assert.Equal(guarantor, await Guarantor(practice, guarantor));
        }
    }

    private static async Task<string> Guarantor(PatientPractice practice, string id) =>
        (await PortalCluster.As(practice.Desk, () => practice.Grain(id).View()))!.GuarantorId;
}
