using Portal.Grains.Interfaces.Apps;

namespace Portal.Rules.Tests.Apps;

public sealed class AskedScopesTests
{
    private const string ProblemList = "http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item";

    [Theory]
    [InlineData("patient/*.rs", "patient/*.rs", "patient/*.rs")]
    [InlineData("patient/*.read", "patient/*.rs", "patient/*.read")]
    [InlineData("patient/*.cruds", "patient/*.rs", "patient/*.rs")]
    [InlineData("patient/*.*", "patient/*.rs", "patient/*.rs")]
    [InlineData("patient/Condition.rs", "patient/*.rs", "patient/Condition.rs")]
    [InlineData("patient/*.rs", "patient/Condition.rs patient/Patient.r", "patient/Condition.rs patient/Patient.r")]
    [InlineData("patient/Condition.r", "patient/Condition.rs", "patient/Condition.r")]
    [InlineData("patient/Condition.rs?category=" + ProblemList, "patient/*.rs", "patient/Condition.rs?category=" + ProblemList)]
    [InlineData("patient/Condition.rs", "patient/Condition.rs?category=" + ProblemList, "patient/Condition.rs?category=" + ProblemList)]
    [InlineData("patient/Condition.rs?category=a|b", "patient/Condition.rs?category=a|c", "")]
    [InlineData("user/Condition.rs", "patient/*.rs", "")]
    [InlineData("system/*.rs", "patient/*.rs user/*.rs", "")]
    [InlineData("patient/Condition.c", "patient/*.rs", "")]
    [InlineData("patient/Molecule.rs", "patient/*.rs", "")]
    [InlineData("openid fhirUser", "openid", "openid")]
    [InlineData("online_access", "online_access", "online_access")]
    [InlineData("patient/Patient.rs  patient/Patient.rs nonsense", "patient/*.rs", "patient/Patient.rs")]
    public void What_is_asked_for_and_allowed_is_given(string asked, string allowed, string given) =>
        Assert.Equal(given, string.Join(' ', AskedScopes.Within(asked, allowed)));

    [Theory]
    [InlineData("patient/*.rs", true)]
    [InlineData("launch/patient openid", true)]
    [InlineData("launch", true)]
    [InlineData("user/*.rs openid", false)]
    public void A_patient_is_needed_for_a_patients_scopes(string scopes, bool needed) =>
        Assert.Equal(needed, AskedScopes.NeedPatient(AskedScopes.Of(scopes)));
}
