using System.Globalization;
using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>The demo's conversations. The last message of some is unread.</summary>
internal static class DemoMessages
{
    private static readonly DemoThread[] _threads =
    [
        new("Emma Bennett", "provider", "Tooth is sensitive to cold", 2,
        [
            new(true, "Since the new filling my upper left tooth hurts for a moment when I drink something cold. Is that normal?"),
            new(false, "That is common in the first two weeks and mostly goes away by itself. Try a toothpaste for sensitive teeth. If it gets worse, or hurts without cold, let me know and we will have a look."),
            new(true, "Thank you. It is a little better already."),
        ]),
        new("Emma Bennett", "front-desk", "Forms for Olivia", 9,
        [
            new(true, "Do I need to fill in the health history again before Olivia's next visit?"),
            new(false, "Only if something changed since last time. New medicines or allergies are what we need to know."),
        ]),
        new("Emma Bennett", "billing", "Question about the last bill", 0,
        [
            new(false, "Your insurance has paid its part of the visit in spring. Nothing is left to pay."),
        ]),
        new("Minh Nguyen", "provider", "Night guard", 1,
        [
            new(true, "My wife says I grind my teeth at night. Should I get a night guard?"),
            new(false, "Possibly. We will look for wear at your next cleaning. Until then, try to relax your jaw before you sleep."),
        ]),
        new("Minh Nguyen", "front-desk", "Later appointment possible?", 0,
        [
            new(true, "Is there anything after 4 pm for Kevin? He has practice until 3:30."),
        ]),
        new("Eleanor Thompson", "provider", "Blood thinner before the visit", 3,
        [
            new(true, "My heart doctor started me on a blood thinner. Do I have to stop it before the cleaning?"),
            new(false, "Please keep taking it. We only need its name and the dose, so bring the box with you."),
        ]),
        new("Anjali Patel", "provider", "Dev's loose tooth", 0,
        [
            new(true, "Dev has a baby molar that has been loose for a month and the new tooth is already showing behind it. Should we come earlier?"),
        ]),
        new("Rosa Garcia", "front-desk", "Cita de Mateo", 4,
        [
            new(true, "¿Puede venir mi hermana con Mateo a la cita?"),
            new(false, "Sí, claro. Solo necesitamos su firma en el permiso; se lo damos en la recepción."),
        ]),
        new("Giulia Rossi", "front-desk", "Luca's first visit", 6,
        [
            new(true, "Luca is three. What happens at a first visit?"),
            new(false, "He may sit on your lap, count his teeth with us and pick a toothbrush. It takes about 20 minutes."),
        ]),
        new("Marcus Washington", "provider", "Crown feels high", 0,
        [
            new(true, "The crown feels a bit high when I bite on the right side."),
        ]),
        new("Greta Schneider", "billing", "Paper statements", 12,
        [
            new(true, "Can I still get statements by mail?"),
            new(false, "Yes. We noted it in your account."),
        ]),
        new("Delphine Yazzie", "provider", "Whitening", 15,
        [
            new(true, "Would whitening work on my front crown?"),
            new(false, "Crowns do not change their color. Let us talk about the choices at your check-up."),
        ]),
    ];

    public static IEnumerable<JsonObject> Resources(DateTimeOffset now) =>
        _threads.SelectMany((thread, index) => Thread(thread, index + 1, now));

    private static IEnumerable<JsonObject> Thread(DemoThread thread, int number, DateTimeOffset now)
    {
        var patient = DemoFamilies.Named(thread.Patient);
        var practice = thread.To is "provider"
            ? Ref($"Practitioner/{patient.Dentist.Id}", patient.Dentist.Shown)
            : Ref($"HealthcareService/{thread.To}");
        var first = $"thread-{number.ToString("00", CultureInfo.InvariantCulture)}";
        var lastAt = now.AddDays(-thread.DaysAgo).AddHours(-2 - (number % 5)).AddMinutes(-7 * number);
        for (var i = 0; i < thread.Lines.Length; i++)
        {
            var line = thread.Lines[i];
            var sent = lastAt.AddHours(-5 * (thread.Lines.Length - 1 - i));
            var last = i == thread.Lines.Length - 1;
            var me = Ref(patient.Reference, patient.Name);
            yield return Resource("Communication", i == 0 ? first : $"{first}-{i + 1}",
                ("partOf", i == 0 ? null : List(Ref($"Communication/{first}"))),
                ("status", "completed"),
                ("subject", Ref(patient.Reference)),
                ("topic", Concept(thread.Subject)),
                ("sent", Instant(sent)),
                ("received", last && thread.DaysAgo < 2 ? null : Instant(sent.AddMinutes(40))),
                ("recipient", List(line.FromPatient ? practice.DeepClone() : me)),
                ("sender", line.FromPatient ? me : practice.DeepClone()),
                ("payload", List(new JsonObject { ["contentString"] = line.Text })));
        }
    }

    private sealed record DemoThread(string Patient, string To, string Subject, int DaysAgo, DemoLine[] Lines);

    private sealed record DemoLine(bool FromPatient, string Text);
}
