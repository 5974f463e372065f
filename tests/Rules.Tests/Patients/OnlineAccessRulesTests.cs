using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class OnlineAccessRulesTests
{
    public static TheoryData<string, Demographics> Lacking() => new()
    {
        { "access.first_name_missing", People.Maria with { FirstName = "" } },
        { "access.last_name_missing", People.Maria with { LastName = "" } },
        { "access.address_missing", People.Maria with { AddressLine1 = "" } },
        { "access.city_missing", People.Maria with { City = "" } },
        { "access.state_missing", People.Maria with { State = "" } },
        { "access.state_missing", People.Maria with { State = "Illinois" } },
        { "access.state_missing", People.Maria with { State = "I1" } },
        { "access.state_missing", People.Maria with { Country = "AU", State = "" } },
        { "access.birth_date_missing", People.Maria with { BirthDate = null } },
        { "access.phone_missing", People.Maria with { WirelessPhone = "" } },
        { "access.email_missing", People.Maria with { Email = "" } },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void Each_missing_datum_alone_stands_in_the_way(string code, Demographics person) =>
        Assert.Equal([code], People.Codes(OnlineAccessRules.Missing(People.Saved(person), People.Url)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_patient_facing_url_is_needed(string? url)
    {
        var problem = Assert.Single(OnlineAccessRules.Missing(People.Saved(), url));

        Assert.Equal("Patient Facing URL is required to be set before granting online access.", problem.Message);
    }

    [Fact]
    public void A_complete_patient_lacks_nothing() =>
        Assert.Empty(OnlineAccessRules.Missing(People.Saved(), People.Url));

    [Theory]
    [InlineData("home")]
    [InlineData("work")]
    public void Any_phone_will_do(string which)
    {
        var person = People.Maria with { WirelessPhone = "" };
        person = which == "home" ? person with { HomePhone = "312 555 0142" } : person with { WorkPhone = "312 555 0142" };

        Assert.Empty(OnlineAccessRules.Missing(People.Saved(person), People.Url));
    }

    [Fact]
    public void A_state_outside_the_US_is_spelled_as_it_is() =>
        Assert.Empty(OnlineAccessRules.Missing(People.Saved(People.Maria with { Country = "AU", State = "Victoria" }), People.Url));

    [Fact]
    public void All_that_is_missing_is_listed_in_its_order()
    {
        var state = People.Saved(new() { LastName = "x" });
        state = state with { Status = PatientStatus.Prospective, Demographics = state.Demographics with { LastName = "" } };

        Assert.Equal(
            [
                "access.status", "access.url_missing", "access.first_name_missing", "access.last_name_missing",
                "access.address_missing", "access.city_missing", "access.state_missing", "access.birth_date_missing",
                "access.phone_missing", "access.email_missing",
            ],
            People.Codes(OnlineAccessRules.Missing(state, null)));
    }

    [Theory]
    [InlineData(PatientStatus.Patient, true)]
    [InlineData(PatientStatus.NonPatient, true)]
    [InlineData(PatientStatus.Inactive, true)]
    [InlineData(PatientStatus.Archived, false)]
    [InlineData(PatientStatus.Deleted, false)]
    [InlineData(PatientStatus.Deceased, false)]
    [InlineData(PatientStatus.Prospective, false)]
    public void Only_patients_who_can_be_seen_get_access(PatientStatus status, bool allowed) =>
        Assert.Equal(allowed, OnlineAccessRules.Missing(People.Saved() with { Status = status }, People.Url).IsEmpty);

    [Fact]
    public void Nobody_gets_access_twice() =>
        Assert.Equal(["access.given"], People.Codes(OnlineAccessRules.Missing(Invited(), People.Url)));

    [Fact]
    public void Nothing_more_is_said_of_a_record_that_does_not_exist() =>
        Assert.Equal(["patient.unknown"], People.Codes(OnlineAccessRules.Missing(new(), null)));

    [Fact]
    public void The_one_time_password_is_not_in_the_document()
    {
        var decision = OnlineAccessRules.Invite(People.Saved(), "u-p1", new("maria123", "Xy7kPq2m", People.Url));
        var next = RequestRing.Remember(decision.Next!, AskedRequest.Of("r1", "access.provide"), decision.Answer.Value);

        Assert.DoesNotContain("Xy7kPq2m", JsonSerializer.Serialize(next, DocumentJson.Options), StringComparison.Ordinal);
        Assert.Equal(new(OnlineAccessState.Invited, "u-p1", "maria123"), next.Access);
    }

    [Fact]
    public void Access_given_again_is_not_shut_by_what_was_owed_before()
    {
        var archived = People.Save(Invited(), People.Command() with { Status = PatientStatus.Archived }).Next!;
        var back = People.Save(archived, People.Command()).Next!;

        var again = OnlineAccessRules.Invite(back, "u-p1", new("maria123", "secret", People.Url)).Next!;

        Assert.NotNull(back.Outbox);
        Assert.Null(again.Outbox);
    }

    [Fact]
    public void Access_becomes_active_when_it_is_used_and_only_then()
    {
        Assert.Equal(OnlineAccessState.Active, OnlineAccessRules.Used(Invited(), "ana", 1).Next!.Access.State);
        Assert.Equal("ana", OnlineAccessRules.Used(Invited(), "ana", 1).Next!.Access.UserName);
        var removed = OnlineAccessRules.Remove(Invited()).Next!;
        Assert.Same(removed, OnlineAccessRules.Used(removed, "ana", 1).Next);
    }

    [Fact]
    public void A_password_that_was_used_up_before_its_issue_is_written_down_is_not_out_any_more()
    {
        var first = OnlineAccessRules.Invite(People.Saved(), "u-p1", Issued(1)).Next!;
        var usedUp = OnlineAccessRules.Used(first, "ana", 2).Next!;

        Assert.Equal(OnlineAccessState.Active, OnlineAccessRules.Invite(usedUp, "u-p1", Issued(2)).Next!.Access.State);
        Assert.Equal(OnlineAccessState.Invited, OnlineAccessRules.Invite(usedUp, "u-p1", Issued(3)).Next!.Access.State);

        static IssuedSignIn Issued(int issue) => new("maria123", "secret", People.Url) { Issue = issue };
    }

    [Fact]
    public void Removed_access_keeps_its_user_name()
    {
        var removed = OnlineAccessRules.Remove(Invited()).Next!;

        Assert.Equal(new(OnlineAccessState.Removed, "u-p1", "maria123"), removed.Access);
        Assert.Same(removed, OnlineAccessRules.Remove(removed).Next);
    }

    [Fact]
    public void Access_never_given_cannot_be_removed() =>
        Assert.Equal(["access.not_given"], People.Codes(OnlineAccessRules.Remove(People.Saved()).Answer.Problems));

    private static PatientState Invited() =>
        OnlineAccessRules.Invite(People.Saved(), "u-p1", new("maria123", "secret", People.Url)).Next!;
}
