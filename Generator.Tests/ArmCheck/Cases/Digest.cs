namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>Condenses an output, with all that surrounds it, to one number: FNV-1a in 64 bits.</summary>
internal static unsafe class Digest
{
    public static ulong Of(byte* bytes, int count)
    {
        ulong hash = 14695981039346656037;
        for (int i = 0; i < count; i++)
        {
            hash = (hash ^ bytes[i]) * 1099511628211;
        }

        return hash;
    }
}
