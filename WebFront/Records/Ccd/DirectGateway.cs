namespace Portal.WebFront.Records.Ccd;

/// <summary>Whether a gateway to Direct secure messaging is configured (<c>Portal:Direct</c>); the silo sends through it.</summary>
public sealed record DirectGateway(bool IsThere);
