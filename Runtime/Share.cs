namespace Octavo.Runtime;

/// <summary>How work is divided among threads.</summary>
internal static class Share
{
    /// <summary>The range of <paramref name="count"/> work items that part <paramref name="part"/> of <paramref name="parts"/> does.</summary>
    public static (int Begin, int End) Of(int count, int part, int parts) =>
        ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));

    public static (long Begin, long End) Of(long count, int part, int parts) => (count / parts * part + count % parts * part / parts,
        count / parts * (part + 1) + count % parts * (part + 1) / parts);
}
