using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Patients;

/// <summary>Who pays for whom and who acts for whom, in sentences.</summary>
public static class FamilyWords
{
    /// <summary>What whoever acts for a patient sees of the patient, children and adults alike.</summary>
    public const string Sight = "messages, visits and health summary";

    /// <summary>What whoever acts for a patient may do with the summary.</summary>
    public const string MayPassOn = "may download the summary, send it, and share it by a link or with an app";

    /// <summary>What the reader is to somebody whom the reader may see: "You pay for and act for Noah Bennett".</summary>
    public static string ToReader(PatientCard card, string readerId) => card switch
    {
        _ when card.Id == readerId => "Your own record",
        { GuarantorId: var payer } when payer == readerId => $"You pay for and act for {card.Name}",
        { GuarantorId: var payer } when payer == card.Id => $"You act for {card.Name}, who pays for their own care",
        _ => $"You act for {card.Name}; somebody else pays",
    };

    public static string WhoPaysForReader(FamilyView family, string readerId) =>
        family.PayerId == readerId ? "You pay for your own care." : $"{family.PayerName} pays for your care.";

    /// <summary>"Emma Bennett may act for you, as your guardian."</summary>
    public static string MayActForReader(FamilyActor actor) => $"{actor.Name} may see your record and act for you, {CapacityOf(actor, "your")}.";

    public static string WhoPays(FamilyView family, PatientView patient, string name) =>
        family.PayerId == patient.Id ? $"{name} pays for their own care." : $"{family.PayerName} pays for {name}.";

    /// <summary>"Emma Bennett acts for Noah Bennett, as guardian."</summary>
    public static string ActsFor(FamilyActor actor, string name) => $"{actor.Name} acts for {name}, {CapacityOf(actor, "")}.";

    private static string CapacityOf(FamilyActor actor, string whose)
    {
        var capacity = actor.Kind switch
        {
            RepresentativeKind.Guardian => $"as {whose} guardian",
            RepresentativeKind.ResponsibleParty => $"as {whose} responsible party",
            _ => "",
        };
        return string.Join(" and ", new[] { actor.Pays ? "as the one who pays" : "", capacity.Replace("  ", " ", StringComparison.Ordinal) }
            .Where(part => part.Length > 0));
    }
}
