using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class SightRulesTests
{
    private static readonly PatientState _child = People.Saved() with
    {
        GuarantorId = "payer",
        Representatives = [new("guardian", RepresentativeKind.Guardian), new("responsible", RepresentativeKind.ResponsibleParty)],
    };

    [Theory]
    [InlineData("p1", true, true)]
    [InlineData("p1", false, true)]
    [InlineData("payer", true, true)]
    [InlineData("payer", false, false)]
    [InlineData("guardian", false, true)]
    [InlineData("responsible", false, true)]
    [InlineData("sibling", true, false)]
    [InlineData("", true, false)]
    public void Who_may_see_a_patient(string viewer, bool guarantorSeesFamily, bool allowed) =>
        Assert.Equal(allowed, SightRules.MaySee(_child, "p1", viewer, guarantorSeesFamily));

    [Theory]
    [InlineData(PatientStatus.Patient, true)]
    [InlineData(PatientStatus.NonPatient, true)]
    [InlineData(PatientStatus.Inactive, true)]
    [InlineData(PatientStatus.Archived, false)]
    [InlineData(PatientStatus.Deleted, false)]
    [InlineData(PatientStatus.Deceased, false)]
    [InlineData(PatientStatus.Prospective, false)]
    public void Nobody_sees_a_patient_of_another_status(PatientStatus status, bool visible)
    {
        foreach (var viewer in new[] { "p1", "payer", "guardian", "responsible" })
            Assert.Equal(visible, SightRules.MaySee(_child with { Status = status }, "p1", viewer, guarantorSeesFamily: true));
    }

    [Fact]
    public void Nobody_sees_a_record_that_does_not_exist() =>
        Assert.False(SightRules.MaySee(new(), "p1", "p1", guarantorSeesFamily: true));
}
