using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;

namespace Portal.Rules.Tests.Records;

public sealed class FamilyRulesTests
{
    [Fact]
    public void A_guarantor_is_set_and_taken_back()
    {
        var paid = FamilyRules.Link(Patient(), new("child", "mother", FamilyRole.Guarantor, true), "r");
        Assert.Equal("mother", paid!.GuarantorId);

        var patient = Patient() with { GuarantorId = "mother" };
        Assert.Equal("child", FamilyRules.Link(patient, new("child", "mother", FamilyRole.Guarantor, false), "r")!.GuarantorId);
        Assert.Null(FamilyRules.Link(patient, new("child", "father", FamilyRole.Guarantor, false), "r"));
    }

    [Fact]
    public void A_representative_comes_changes_and_goes()
    {
        var guardian = FamilyRules.Link(Patient(), new("child", "mother", FamilyRole.Guardian, true), "r")!;
        Assert.Equal<Representative>([new("mother", RepresentativeKind.Guardian)], guardian.Representatives);

        var patient = Patient() with { Representatives = guardian.Representatives };
        Assert.Null(FamilyRules.Link(patient, new("child", "mother", FamilyRole.Guardian, true), "r"));
        var changed = FamilyRules.Link(patient, new("child", "mother", FamilyRole.ResponsibleParty, true), "r")!;
        Assert.Equal<Representative>([new("mother", RepresentativeKind.ResponsibleParty)], changed.Representatives);
        Assert.Empty(FamilyRules.Link(patient, new("child", "mother", FamilyRole.Guardian, false), "r")!.Representatives);
    }

    private static PatientView Patient() => new()
    {
        Id = "child",
        Demographics = new() { LastName = "Doe" },
        GuarantorId = "child",
        Access = new(OnlineAccessState.NoAccount),
    };
}
