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
    [InlineData("patient/*.rs", "patient/*.rs")]
    [InlineData("patient/*.read", "patient/*.read")]
    [InlineData("launch/patient", "launch/patient")]
    [InlineData("patient/Condition.cruds", "patient/Condition.rs")]
    [InlineData("patient/Condition.cu?category=" + ProblemList, "")]
    [InlineData("user/Condition.crs?category=" + ProblemList, "user/Condition.rs?category=" + ProblemList)]
    [InlineData("patient/*.cruds", "patient/*.rs patient/Subscription.cruds")]
    [InlineData("patient/*.write", "patient/Subscription.cud")]
    [InlineData("patient/Subscription.cruds", "patient/Subscription.cruds")]
    public void Who_writes_nothing_here_gives_no_writing(string scope, string left) =>
        Assert.Equal(left, string.Join(' ', AskedScopes.WithoutWriting(scope)));

    [Theory]
    [InlineData("launch/patient openid fhirUser patient/*.rs", true)]
    [InlineData("openid profile", true)]
    [InlineData("launch/patient openid patient/*.rs", false)]
    public void An_app_is_told_who_somebody_is_by_a_scope_of_its_own(string scopes, bool told) => Assert.Equal(told, AskedScopes.TellWho(scopes));

    [Theory]
    [InlineData("patient/*.rs", true)]
    [InlineData("launch/patient openid", true)]
    [InlineData("launch", true)]
    [InlineData("user/*.rs openid", false)]
    public void A_patient_is_needed_for_a_patients_scopes(string scopes, bool needed) =>
        Assert.Equal(needed, AskedScopes.NeedPatient(AskedScopes.Of(scopes)));
}
