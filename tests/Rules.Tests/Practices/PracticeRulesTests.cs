using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Practices;

namespace Portal.Rules.Tests.Practices;

public sealed class PracticeRulesTests
{
    private static readonly PracticeCard _card = new()
    {
        Slug = "smile",
        Name = "Smile Dental",
        Phone = "(312) 555-0100",
        Email = "hello@smile.example",
        PatientFacingUrl = "https://portal.smile.example/smile",
        Address = "1 Main St, Springfield, IL 62701",
    };

    private static PracticeState Saved(PracticeCard? card = null) =>
        PracticeRules.SaveProfile(new(), "smile", card ?? _card).Next!;

    private static string[] Codes(Decision<PracticeState, Done> decision) =>
        [.. decision.Answer.Problems.Select(problem => problem.Code)];

    [Fact]
    public void A_profile_is_kept_without_space_around_it()
    {
        var state = Saved(_card with { Name = "  Smile Dental ", Email = "hello@smile.example\t" });

        Assert.Equal(_card, state.Card("smile"));
    }

    [Fact]
    public void A_new_practice_has_an_inbox_that_patients_can_write_to() =>
        Assert.Equal(PracticeRules.FrontDesk, Assert.Single(Saved().Pools));

    [Fact]
    public void Everything_wrong_with_a_profile_is_told_together()
    {
        var bad = new PracticeCard
        {
            Slug = "other",
            Name = " ",
            Phone = "ask inside",
            Email = "nobody",
            PatientFacingUrl = "http://portal.smile.example",
            Address = new string('a', PracticeLimits.Address + 1),
        };

        var decision = PracticeRules.SaveProfile(new(), "smile", bad);

        Assert.Equal(
            [
                "practice.slug_invalid", "practice.name_missing", "practice.phone_invalid", "practice.email_invalid",
                "practice.patient_facing_url_not_https", "practice.address_too_long",
            ],
            Codes(decision));
        Assert.Null(decision.Next);
        Assert.Equal("Email", decision.Answer.Problems[3].Field);
    }

    [Theory]
    [InlineData("https://")]
    [InlineData("https://user:secret@smile.example")]
    [InlineData("https://smile.example/?patient=1")]
    [InlineData("https://smile.example/#sign-in")]
    [InlineData("https://smile example")]
    public void A_patient_facing_url_is_a_host_and_a_path(string url) =>
        Assert.Equal(
            ["practice.patient_facing_url_invalid"],
            Codes(PracticeRules.SaveProfile(new(), "smile", _card with { PatientFacingUrl = url })));

    [Theory]
    [InlineData("http://localhost:5080/demo", true)]
    [InlineData("http://127.0.0.1:8080/demo", true)]
    [InlineData("http://localhost.smile.example/demo", false)]
    [InlineData("http://10.0.0.7/demo", false)]
    public void Without_https_it_does_not_leave_this_machine(string url, bool isTaken) =>
        Assert.Equal(isTaken, PracticeRules.SaveProfile(new(), "smile", _card with { PatientFacingUrl = url }).Answer.Succeeded);

    [Fact]
    public void Contact_data_may_be_left_out_at_first()
    {
        var decision = PracticeRules.SaveProfile(new(), "smile", new() { Slug = "smile", Name = "Smile Dental" });

        Assert.True(decision.Answer.Succeeded);
    }

    [Fact]
    public void A_name_may_fill_its_limit_and_not_more()
    {
        Assert.True(PracticeRules.SaveProfile(new(), "smile", _card with { Name = new('n', PracticeLimits.Name) }).Answer.Succeeded);
        Assert.Equal(
            ["practice.name_too_long"],
            Codes(PracticeRules.SaveProfile(new(), "smile", _card with { Name = new('n', PracticeLimits.Name + 1) })));
    }

    [Theory]
    [InlineData("Smile\0Dental")]
    [InlineData("Smile\nDental")]
    public void A_name_has_no_characters_that_cannot_be_stored(string name) =>
        Assert.Equal(["practice.name_invalid"], Codes(PracticeRules.SaveProfile(new(), "smile", _card with { Name = name })));

    [Fact]
    public void Half_a_character_cannot_be_stored() =>
        Assert.Equal(["practice.name_invalid"], Codes(PracticeRules.SaveProfile(new(), "smile", _card with { Name = "Smile \ud83d Dental" })));

    [Fact]
    public void The_same_profile_again_is_not_written()
    {
        var state = Saved();

        Assert.Same(state, PracticeRules.SaveProfile(state, "smile", _card).Next);
    }

    [Fact]
    public void Who_answers_for_summaries_is_a_provider_of_the_practice_or_nobody()
    {
        var practice = Saved() with { Providers = [new("raman", "Dr. Priya Raman", ProviderKind.Dentist, [])] };

        var chosen = PracticeRules.SetPolicies(practice, new() { SummarySigner = "raman" }).Next!;

        Assert.Equal("raman", chosen.Policies.SummarySigner);
        Assert.Null(PracticeRules.SetPolicies(chosen, new()).Next!.Policies.SummarySigner);
        Assert.Equal(["practice.signer_unknown"], Codes(PracticeRules.SetPolicies(practice, new() { SummarySigner = "stranger" })));
    }

    [Fact]
    public void Policies_wait_for_a_practice() =>
        Assert.Equal(["practice.unknown"], Codes(PracticeRules.SetPolicies(new(), new())));

    [Fact]
    public void Policies_are_replaced_and_an_unknown_rule_is_refused()
    {
        var wanted = new PracticePolicies { Passwords = PasswordPolicy.Length, GuarantorSeesFamily = false };

        Assert.Equal(wanted, PracticeRules.SetPolicies(Saved(), wanted).Next!.Policies);
        Assert.Equal(
            ["practice.passwords_invalid"],
            Codes(PracticeRules.SetPolicies(Saved(), new() { Passwords = (PasswordPolicy)7 })));
    }
}
