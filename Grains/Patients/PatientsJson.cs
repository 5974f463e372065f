using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

[JsonSerializable(typeof(PatientState))]
[JsonSerializable(typeof(Saved))]
[JsonSerializable(typeof(IssuedSignIn))]
internal sealed partial class PatientsJson : JsonSerializerContext;
