using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Access;

[JsonSerializable(typeof(PortalUserState))]
[JsonSerializable(typeof(LoginNameState))]
[JsonSerializable(typeof(IssuedSignIn))]
[JsonSerializable(typeof(OwedName))]
[JsonSerializable(typeof(OwedUse))]
internal sealed partial class AccessJson : JsonSerializerContext;
