using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;

namespace Portal.Rules.Tests.Records;

public sealed class RecordWriteRulesTests
{
    /// <summary>An app for one patient that may write all Patients sets who acts only where it may write relatives too.</summary>
    [Theory]
    [InlineData("system/Patient.cu system/RelatedPerson.cu", null, true, true)]
    [InlineData("system/Patient.cu", null, false, false)]
    [InlineData("user/Patient.cu patient/RelatedPerson.cu", "lily", true, false)]
    [InlineData("user/Patient.cu user/RelatedPerson.cu", "lily", true, true)]
    public void Who_acts_for_somebody_is_set_only_in_records_that_the_scopes_reach(string scopes, string? only, bool lily, bool noah)
    {
        var caller = new Caller { Practice = "birch", Roles = Audience.Integrator, UserId = "app", AppId = "app", Scope = scopes, OnlyPatientId = only };
        var item = new ImportItem
        {
            Order = 0, Place = "Patient", Type = "Patient", PatientId = "emma",
            Act = new() { Family = [new("lily", "emma", FamilyRole.Guardian, true), new("noah", "emma", FamilyRole.Guardian, true)] },
        };

        var within = RecordWriteRules.WithinScopes(caller, item);

        Assert.Equal((lily, noah), (within.Act.Family.Any(link => link.PatientId == "lily"), within.Act.Family.Any(link => link.PatientId == "noah")));
        Assert.Equal(lily && noah, within.Warnings is null);
    }
}
