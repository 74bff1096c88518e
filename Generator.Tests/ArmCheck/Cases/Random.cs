namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>Random numbers that are the same on every processor and need no memory: a 64-bit linear congruential generator, of which the upper bits are used.</summary>
internal struct Random
{
    ulong state;

    public Random(int seed)
    {
        state = (ulong)seed * 0x9E3779B97F4A7C15 + 1;
        Next();
    }

    public uint Next()
    {
        state = state * 6364136223846793005 + 1442695040888963407;
        return (uint)(state >> 32);
    }

    /// <summary>Both ends are included.</summary>
    public int Between(int low, int high) => low + (int)(Next() % (uint)(high - low + 1));

    /// <summary>Whether a chance of one in <paramref name="n"/> came true.</summary>
    public bool OneIn(int n) => Next() % (uint)n == 0;

    /// <summary>A float in [low, high); only 24 bits are drawn, so that the product is exact enough to be the same everywhere.</summary>
    public float Between(float low, float high) => low + (high - low) * ((Next() >> 8) * (1f / (1 << 24)));
}
