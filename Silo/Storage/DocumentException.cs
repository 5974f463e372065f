namespace Portal.Silo.Storage;

/// <summary>A document that cannot be written or read as it is. The message names its type, never its content.</summary>
public sealed class DocumentException(string message) : Exception(message);
