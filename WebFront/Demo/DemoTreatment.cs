namespace Portal.WebFront.Demo;

/// <summary>What is done at a visit: a CDT code with our own words. Surfaces are letters, as on a chart.</summary>
internal sealed record DemoTreatment(string Code, string Words, int Minutes, bool ByHygienist, int Tooth = 0, string Surfaces = "")
{
    public static readonly DemoTreatment Cleaning = new("D1110", "Cleaning", 60, ByHygienist: true);
    public static readonly DemoTreatment ChildCleaning = new("D1120", "Cleaning for a child", 30, ByHygienist: true);
    public static readonly DemoTreatment CheckUp = new("D0120", "Check-up", 30, ByHygienist: false);
    private static readonly DemoTreatment _deepCleaning = new("D4341", "Deep cleaning, one quadrant", 60, ByHygienist: true);

    private static readonly DemoTreatment[] _grownUp =
    [
        new("D2392", "White filling, two surfaces", 60, false, 14, "MO"),
        CheckUp,
        new("D2740", "Ceramic crown", 90, false, 30),
        new("D2391", "White filling, one surface", 30, false, 19, "O"),
        new("D3330", "Root canal treatment of a molar", 90, false, 3),
        new("D2392", "White filling, two surfaces", 60, false, 4, "DO"),
        new("D7140", "Tooth removal", 60, false, 1),
    ];

    private static readonly DemoTreatment[] _child =
    [
        CheckUp,
        new("D1351", "Sealant", 30, false, 19, "O"),
        new("D2391", "White filling, one surface", 30, false, 30, "O"),
    ];

    /// <summary>The n-th visit of a patient: cleanings and the dentist take turns.</summary>
    public static DemoTreatment Of(DemoPatient patient, int visit)
    {
        if (visit % 2 == 0)
            return patient.Person.IsGrownUp ? patient.Number % 9 == 4 ? _deepCleaning : Cleaning : ChildCleaning;
        var choice = patient.Person.IsGrownUp ? _grownUp : _child;
        return choice[(patient.Number + visit) % choice.Length];
    }
}
