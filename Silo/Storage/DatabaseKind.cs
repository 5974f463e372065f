namespace Portal.Silo.Storage;

public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}
