namespace Portal.Grains.Documents;

/// <summary>The database did not take a document, because another one has what only one may have (a unique index).</summary>
public sealed class TakenException(Exception failure) : Exception("Another document has what this one claims.", failure);
